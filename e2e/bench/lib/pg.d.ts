/** The little of `pg` that the benches use. */
declare module 'pg' {
  export type Result = { rows: Record<string, unknown>[]; rowCount: number | null };
  export type QueryConfig = { name?: string; text: string; values?: readonly unknown[] };
  export interface Queryable {
    query(text: string | QueryConfig, values?: readonly unknown[]): Promise<Result>;
  }
  export class Client implements Queryable {
    constructor(options: { connectionString: string });
    connect(): Promise<void>;
    query(text: string | QueryConfig, values?: readonly unknown[]): Promise<Result>;
    end(): Promise<void>;
  }
  const pg: { Client: typeof Client };
  export default pg;
}
