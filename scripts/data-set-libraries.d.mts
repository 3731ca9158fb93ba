/** The libraries that read descriptions and contracts of data sets, for the contract suite, and the Python that has them. */
export const dataSetLibraries: { folder: string; python: string };
