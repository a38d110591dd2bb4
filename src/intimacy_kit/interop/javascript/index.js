// intimacy_kit for JavaScript: a bundle becomes a check-in, a response, scores, and next steps. Nothing leaves the device.
export { FEWEST_ANSWERS, coupleView, shownTo } from "./couple.js";
export { InvalidInput, answer, draw, plainResponse, shown } from "./draw.js";
export { NOT_ASKED, assess, offers, recommend } from "./plan.js";
export { score } from "./score.js";
export { inLanguage, localText, phrase } from "./texts.js";
