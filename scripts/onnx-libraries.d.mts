/** The libraries that write, run and explain ONNX models, for the contract suite, and the Python that has them. */
export const onnxLibraries: { folder: string; python: string };
