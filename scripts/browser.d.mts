/** The path of a usable browser, or `undefined`. `CHROMIUM_PATH` wins over what is found. */
export function findBrowser(): Promise<string | undefined>;
