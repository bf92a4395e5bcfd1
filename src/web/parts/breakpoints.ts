/** One column, thumbs, no hover: the same width as in the style sheets. */
export const phone = '(max-width: 700px)';
