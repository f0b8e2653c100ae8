/** `+9779801000001` as `980-1000001`, the way numbers are written on shop boards; other countries keep their plus. */
export function formatPhone(phone: string): string {
  const nepali = /^\+977(9\d{2})(\d{7})$/.exec(phone);
  return nepali ? `${nepali[1]}-${nepali[2]}` : phone;
}
