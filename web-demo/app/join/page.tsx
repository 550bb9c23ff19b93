import { redirect } from "next/navigation";

interface Props {
  readonly searchParams: Promise<Readonly<Record<string, string | readonly string[] | undefined>>>;
}

/** Where referral links lead: to the credits, with the code. */
export default async function JoinPage({ searchParams }: Props) {
  const { ref } = await searchParams;
  const params = new URLSearchParams({ view: "credits" });
  if (typeof ref === "string") params.set("ref", ref);
  redirect(`/?${params}`);
}
