/** The stock OpenLineage client for the contract suite, and the Python that has it. */
export const openLineageClient: { folder: string; python: string };
