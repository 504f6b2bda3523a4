/** The CPU time of this process during `work`, in milliseconds: a wall clock measures the machine's other work, too. */
export async function cpuMsOf(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
