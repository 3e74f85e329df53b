/** 16015 → '16,015'. */
export function countText(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** 人数: 16015 → '16,015 人'. */
export function personsText(persons: number): string {
  return `${countText(persons)} 人`;
}
