/** Suppliers' names for each field of a product. The first that exists counts. */
export const productFields = {
  id: ["id", "sku", "product_id", "item_id", "article_number"],
  title: ["title", "name", "product_name"],
  link: ["link", "url", "product_url"],
  price: ["price"],
} as const;

/** Suppliers' names for images, in this order. */
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
