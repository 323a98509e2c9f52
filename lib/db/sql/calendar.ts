/** Whose calendar a secret opens ($1 its hash), which notes that it was read ($2 when), to the hour. */
export const findCalendar = {
  name: 'calendar_find',
  text: `
    WITH found AS (
      SELECT f."workspaceId", f."userId", w.slug AS "workspaceSlug", w.name AS "workspaceName",
             coalesce(u."timeZone", f."timeZone") AS "timeZone"
      FROM "CalendarFeed" f
      JOIN "Member" m ON m."workspaceId" = f."workspaceId" AND m."userId" = f."userId" AND m."deactivatedAt" IS NULL
      JOIN "User" u ON u.id = f."userId"
      JOIN "Workspace" w ON w.id = f."workspaceId"
      WHERE f.hash = $1
    ), noted AS (
      UPDATE "CalendarFeed" f SET "lastReadAt" = date_trunc('hour', $2::timestamptz) FROM found
      WHERE f."workspaceId" = found."workspaceId" AND f."userId" = found."userId"
        AND f."lastReadAt" IS DISTINCT FROM date_trunc('hour', $2::timestamptz)
    )
    SELECT * FROM found`,
}

/** A member's ($2) open tasks that are due from a moment ($3) on, the first $4. */
export const calendarTasks = {
  name: 'calendar_tasks',
  text: `
    SELECT t.id, t.title, t."dueAt", t."actionType", t.recurrence, t."dueLocal", t."updatedAt", ARRAY(
      SELECT r.title FROM "TaskLink" l
      JOIN "CrmRecord" r ON r."workspaceId" = l."workspaceId" AND r.id = l."recordId"
      LEFT JOIN "Pipeline" p ON p."workspaceId" = r."workspaceId" AND p.id = r."pipelineId"
      WHERE l."workspaceId" = t."workspaceId" AND l."taskId" = t.id AND r."trashedAt" IS NULL AND p."trashedAt" IS NULL
      ORDER BY r.id
    ) AS about
    FROM "Task" t
    WHERE t."workspaceId" = $1 AND t."assignedToId" = $2 AND t."completedAt" IS NULL AND t."dueAt" >= $3
    ORDER BY t."dueAt", t.id LIMIT $4`,
}
