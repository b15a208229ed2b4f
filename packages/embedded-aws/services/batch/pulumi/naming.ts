/** https://docs.aws.amazon.com/batch/latest/APIReference/API_CreateJobQueue.html */
export const naming = { maxLength: 128, pattern: /^[A-Za-z0-9][\w-]*$/ };
