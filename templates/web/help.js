// The help that `?` shows on every page: keys, and what lines and colours mean.

import { element } from "/static/asking.js";

export const showHelp = () => element("help").showModal();

element("keys").addEventListener("click", showHelp);
element("close-help").addEventListener("click", () => element("help").close());
