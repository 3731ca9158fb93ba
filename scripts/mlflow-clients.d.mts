/** The stock MLflow clients of the contract suite, with the Python that has each. */
export function mlflowClients(): { name: string; pins: string; folder: string; python: string }[];
