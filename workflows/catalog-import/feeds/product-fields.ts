/** Under which names suppliers give each field of a product; the first that is there counts. */
export const productFields = {
  id: ["id", "sku", "product_id", "item_id", "article_number"],
  title: ["title", "name", "product_name"],
  link: ["link", "url", "product_url"],
  price: ["price"],
} as const;

/** Under which names they give its images, taken in this order. */
export const imageFields = [
  "image_link",
  "image",
  "image_url",
  "images",
  "image_urls",
  "picture",
  "additional_image_link",
  "additional_images",
] as const;
