import { z } from "zod";

const Labelled = z.object({
  custom_id: z.string().optional(),
  label: z.string().optional(),
  options: z.array(z.object({ value: z.string(), label: z.string() })).optional(),
  components: z.array(z.unknown()).optional(),
  accessory: z.unknown().optional(),
});

/** What stands on the button, or on the menu's option, that was clicked in these components; empty when it is not found. */
export const labelOf = (
  components: readonly unknown[],
  customId: string,
  value: string | undefined,
): string => {
  for (const component of components) {
    const { data } = Labelled.safeParse(component);
    if (data === undefined) continue;
    if (data.custom_id === customId)
      return data.options?.find((option) => option.value === value)?.label ?? data.label ?? "";
    const inside = labelOf([...(data.components ?? []), data.accessory], customId, value);
    if (inside !== "") return inside;
  }
  return "";
};
