import { defineComponent, h, type Component } from 'vue';

/** A module as Vue takes it for one. */
interface StubModule {
  readonly __esModule: true;
  readonly default: Component;
}

/** A panel that says which it is and closes on its button; it stands for one whose own tests are elsewhere. */
export const panelStub = (kind: string): StubModule => ({
  __esModule: true,
  default: defineComponent({
    inheritAttrs: false,
    emits: ['close'],
    setup:
      (_props, { attrs, emit }) =>
      () =>
        h('div', { role: 'dialog', 'data-panel': kind, 'data-card': attrs['card'], 'data-section': attrs['section'] }, [
          h('input', { 'aria-label': 'field' }),
          h('button', { type: 'button', onClick: () => emit('close') }, 'Close'),
        ]),
  }),
});

/** A desk bar that chooses the board `night`. */
export const deskBarStub = (): StubModule => ({
  __esModule: true,
  default: defineComponent({
    emits: ['choose'],
    setup:
      (_props, { emit }) =>
      () =>
        h('button', { 'data-part': 'bar', onClick: () => emit('choose', 'night') }, 'Night'),
  }),
});
