import { createTheme, Modal, type MantineColorsTuple } from '@mantine/core';

const weir: MantineColorsTuple = [
  '#e6f6f8',
  '#d0e9ed',
  '#a3d3db',
  '#72bcc8',
  '#4ba8b8',
  '#3199ab',
  '#1f8fa3',
  '#0b7286',
  '#086172',
  '#044f5e',
];

export const theme = createTheme({
  primaryColor: 'weir',
  primaryShade: 7,
  colors: { weir },
  defaultRadius: 'md',
  cursorType: 'pointer',
  components: {
    // The scroll lock injects a style element, which the content security policy forbids.
    Modal: Modal.extend({ defaultProps: { lockScroll: false, centered: true } }),
  },
});
