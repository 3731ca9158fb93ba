/** A server of others that speaks S3 for the contract suite, and the Python that has it. */
export const s3Server: { folder: string; python: string };
