import { sql } from '@/lib/db/client'
import { newId } from '@/lib/domain/id'

/**
 * Fills a workspace that has records with `count` tasks, each about a company and a deal, half of which have any: of all
 * priorities and kinds, due within months or never, three in five done. Each was told to a member, half of them to the
 * first; nothing was read. By plain SQL: what people would do in years.
 */
export async function makeManyTasks(workspaceId: string, memberIds: string[], count: number): Promise<void> {
  const ids = Array.from({ length: count }, () => newId())
  await sql(
    `INSERT INTO "Task" ("workspaceId", id, title, "dueAt", priority, "actionType", "assignedToId", "createdById",
                         "completedAt", "completedById", "createdAt", "updatedAt")
     SELECT $1, id, 'Task ' || n,
            CASE WHEN n % 10 > 0 THEN now() + (n * 7919 % 9600 - 4800) * interval '1 hour' END,
            (ARRAY['low', 'medium', 'high', NULL])[n % 4 + 1]::"TaskPriority",
            (ARRAY['call', 'email', 'meeting', 'linkedin_message', 'whatsapp_message', NULL])[n % 6 + 1]::"TaskAction",
            CASE WHEN n % 7 > 0 THEN ($3::uuid[])[n % cardinality($3::uuid[]) + 1] END, ($3::uuid[])[1],
            CASE WHEN n % 5 < 3 THEN now() - n % 4800 * interval '1 hour' END, CASE WHEN n % 5 < 3 THEN ($3::uuid[])[1] END,
            now() - n % 4800 * interval '1 hour', now() - n % 4800 * interval '1 hour'
     FROM unnest($2::uuid[]) WITH ORDINALITY AS task(id, n)`,
    [workspaceId, ids, memberIds],
  )
  for (const object of ['companies', 'opportunities']) {
    const records = await sql<{ id: string; objectId: string }>(
      `SELECT r.id, r."objectId" FROM "CrmRecord" r JOIN "CrmObject" o ON o."workspaceId" = r."workspaceId" AND o.id = r."objectId"
       WHERE r."workspaceId" = $1 AND o.name = $2 ORDER BY r.id`,
      [workspaceId, object],
    )
    const about = ids.map((_, at) => records[at % (records.length / 2)]?.id)
    await sql(
      `INSERT INTO "TaskLink" ("workspaceId", "objectId", "taskId", "recordId")
       SELECT $1, $2, * FROM unnest($3::uuid[], $4::uuid[])`,
      [workspaceId, records[0]?.objectId, ids, about],
    )
  }
  await sql(
    `INSERT INTO "Notification" ("workspaceId", id, "userId", kind, "taskId")
     SELECT $1, told.id, ($4::uuid[])[CASE WHEN n % 2 = 0 THEN 1 ELSE cardinality($4::uuid[]) END], 'task_assigned', task.id
     FROM unnest($2::uuid[]) WITH ORDINALITY AS task(id, n) JOIN unnest($3::uuid[]) WITH ORDINALITY AS told(id, n) USING (n)`,
    [workspaceId, ids, ids.map(() => newId()), memberIds],
  )
}
