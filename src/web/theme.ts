import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core';

/** A palette that follows tokens.css: the pale ground, the fill, the text colour. */
const family = (ground: string, fill: string, text: string): MantineColorsTuple => [
  ground,
  ground,
  ground,
  fill,
  fill,
  fill,
  text,
  text,
  text,
  text,
];

/** Names for `color=` of Mantine's parts. `ink` is every ordinary action; the others carry their one meaning. */
const families = {
  ink: { ground: '--soft', text: '--ink', on: '--bg', tuple: family('#f3f0ea', '#6b6862', '#1c1b19') },
  marketing: {
    ground: '--mkbg',
    text: '--mk',
    on: '--panel',
    tuple: family('#d7f0f2', '#3bc0cf', '#0b7285'),
  },
  sales: { ground: '--sabg', text: '--sa', on: '--panel', tuple: family('#fdecd2', '#f2a33c', '#a84d08') },
  shared: { ground: '--shbg', text: '--sh', on: '--panel', tuple: family('#e9e7fb', '#8f86ea', '#4a3fb5') },
  late: {
    ground: '--latebg',
    text: '--late',
    on: '--on-late',
    tuple: family('#fdeaea', '#c62828', '#c62828'),
  },
  ok: { ground: '--soft', text: '--ok', on: '--panel', tuple: family('#f3f0ea', '#237032', '#237032') },
};

const isFamily = (name: string): name is keyof typeof families => name in families;

const variantColorResolver: VariantColorsResolver = (input) => {
  const resolved = defaultVariantColorsResolver(input);
  const name = input.color ?? input.theme.primaryColor;
  if (input.variant !== 'filled' || !isFamily(name)) return resolved;
  return { ...resolved, color: `var(${families[name].on})` };
};

function familyVariables(): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [name, { ground, text }] of Object.entries(families)) {
    variables[`--mantine-color-${name}-text`] = `var(${text})`;
    variables[`--mantine-color-${name}-filled`] = `var(${text})`;
    variables[`--mantine-color-${name}-filled-hover`] = `color-mix(in srgb, var(${text}) 86%, var(--panel))`;
    variables[`--mantine-color-${name}-light`] = `var(${ground})`;
    variables[`--mantine-color-${name}-light-hover`] = `color-mix(in srgb, var(${ground}) 92%, var(--ink))`;
    variables[`--mantine-color-${name}-light-color`] = `var(${text})`;
    variables[`--mantine-color-${name}-outline`] = `var(${text})`;
    variables[`--mantine-color-${name}-outline-hover`] = `var(${ground})`;
  }
  return variables;
}

/** Mantine's own variables, pointed at tokens.css, so that there is one place where a colour is written. */
export const cssVariablesResolver: CSSVariablesResolver = () => {
  const both = {
    ...familyVariables(),
    '--mantine-color-body': 'var(--bg)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-bright': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--mute)',
    '--mantine-color-placeholder': 'var(--mute)',
    '--mantine-color-anchor': 'var(--ink)',
    '--mantine-color-error': 'var(--late)',
    '--mantine-color-success': 'var(--ok)',
    '--mantine-color-default': 'var(--panel)',
    '--mantine-color-default-hover': 'var(--soft)',
    '--mantine-color-default-color': 'var(--ink)',
    '--mantine-color-default-border': 'var(--line)',
    '--mantine-color-disabled': 'var(--soft)',
    '--mantine-color-disabled-color': 'var(--mute)',
    '--mantine-color-disabled-border': 'var(--line)',
    '--mantine-primary-color-contrast': 'var(--bg)',
  };
  return { variables: {}, light: both, dark: both };
};

const gray: MantineColorsTuple = [
  '#fbfaf8',
  '#f3f0ea',
  '#ece8e0',
  '#e6e2da',
  '#d3cdc2',
  '#958f83',
  '#6b6862',
  '#4d4a45',
  '#33312d',
  '#1c1b19',
];

const dark: MantineColorsTuple = [
  '#f1eee8',
  '#d6d1c7',
  '#a39e94',
  '#8f8a80',
  '#34322e',
  '#262421',
  '#1d1c1a',
  '#151412',
  '#100f0e',
  '#0b0a0a',
];

const floats = { shadow: 'md', radius: 'md' } as const;
const close = { 'aria-label': 'Close' } as const;
const motion = { transitionProps: { duration: 120 } } as const;

export const theme = createTheme({
  primaryColor: 'ink',
  primaryShade: { light: 6, dark: 6 },
  colors: {
    gray,
    dark,
    ink: families.ink.tuple,
    marketing: families.marketing.tuple,
    sales: families.sales.tuple,
    shared: families.shared.tuple,
    late: families.late.tuple,
    ok: families.ok.tuple,
  },
  variantColorResolver,
  white: '#ffffff',
  black: '#1c1b19',
  fontFamily: '"Inter Variable", system-ui, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '21px' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.45', lg: '1.4', xl: '1.38' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '4px', sm: '7px', md: '10px', lg: '14px', xl: '99px' },
  defaultRadius: 'sm',
  shadows: {
    xs: 'none',
    sm: 'none',
    md: 'var(--shadow)',
    lg: 'var(--shadow)',
    xl: 'var(--shadow)',
  },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '21px', lineHeight: '1.38', fontWeight: '560' },
      h2: { fontSize: '16px', lineHeight: '1.4', fontWeight: '640' },
      h3: { fontSize: '14px', lineHeight: '1.45', fontWeight: '640' },
      h4: { fontSize: '13px', lineHeight: '1.45', fontWeight: '640' },
      h5: { fontSize: '12px', lineHeight: '1.45', fontWeight: '640' },
      h6: { fontSize: '12px', lineHeight: '1.45', fontWeight: '600' },
    },
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
  // Plain objects instead of `Modal.extend(...)`, which would put every one of these parts into the first load.
  components: {
    Button: { defaultProps: { size: 'sm' } },
    Checkbox: { defaultProps: { radius: 'xs', color: 'ink', iconColor: 'var(--bg)' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'ink' } },
    Menu: { defaultProps: { withInitialFocusPlaceholder: false, ...floats, ...motion } },
    Portal: { defaultProps: { target: '#floats' } },
    Popover: { defaultProps: { ...floats, ...motion } },
    Modal: { defaultProps: { centered: true, radius: 'lg', closeButtonProps: close, ...motion } },
    Drawer: { defaultProps: { closeButtonProps: close, ...motion } },
    Notification: { defaultProps: { closeButtonProps: close } },
    Tooltip: { defaultProps: { openDelay: 300, ...motion } },
  },
});

/** Also read by public/before.js before the first paint. */
export const themeStorageKey = 'liaison-theme';
