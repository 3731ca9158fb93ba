/** The libraries that write and run ONNX, for the contract suite, and the Python that has them. */
export const onnxLibraries: { name: string; pins: string; folder: string; python: string };
