// Slim lines: what the CSS draws and what scrolling reckons with have to be the same.
export const ROW_HEIGHT = 26;
export const INDENT = 16;
/** Lines drawn beyond the edges, so that a small step draws nothing new. */
export const BEYOND = 6;
