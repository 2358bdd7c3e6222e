/** Digits of a kiosk's PIN. Apart from the contract, whose validation library stays out of a kiosk's page. */
export const MIN_PIN_DIGITS = 4;
export const MAX_PIN_DIGITS = 12;

const PIN = new RegExp(`^[0-9]{${MIN_PIN_DIGITS},${MAX_PIN_DIGITS}}$`);

export const isPin = (text: string): boolean => PIN.test(text);
