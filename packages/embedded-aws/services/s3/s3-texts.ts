/** The longer texts of S3's errors. */
export const noSuchUpload =
  "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.";
export const preconditionFailed = "At least one of the pre-conditions you specified did not hold";
export const conflict =
  "The conditional request cannot succeed due to a conflicting operation against this resource.";
export const impliesMore = "A header you provided implies functionality that is not implemented";
export const archived = "The operation is not valid for the object's storage class";
export const archivedSource =
  "The source object of the COPY operation is not in the active tier and is only stored in Amazon Glacier.";
export const metadataTooLarge = "Your metadata headers exceed the maximum allowed metadata size";
export const bucketIsYours =
  "Your previous request to create the named bucket succeeded and you already own it.";
export const bucketIsTaken =
  "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.";
export const malformedXml =
  "The XML you provided was not well-formed or did not validate against our published schema";
export const invalidPart =
  "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.";
export const invalidPartOrder =
  "The list of parts was not in ascending order. Parts must be ordered by part number.";
export const entityTooSmall = "Your proposed upload is smaller than the minimum allowed size";
export const methodNotAllowed = "The specified method is not allowed against this resource.";
export const copyToItself =
  "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.";
export const copyRange =
  "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy";
export const tagHeader =
  "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.";
export const systemTagOfNewBucket =
  'User-defined tag keys can\'t start with "aws:". This prefix is reserved for system tags. Remove "aws:" from your tag keys and try again.';
export const missingLock = "Bucket is missing Object Lock Configuration";
