-- AlterTable
ALTER TABLE "Installation" ADD COLUMN     "markOffset" BIGINT NOT NULL DEFAULT 0;

-- The number of the transaction that writes an event. A restored database starts counting anew: the offset keeps marks
-- rising (lib/db/event-marks.ts).
CREATE FUNCTION "event_mark"() RETURNS BIGINT LANGUAGE SQL STABLE
RETURN pg_current_xact_id()::text::bigint + coalesce((SELECT "markOffset" FROM "Installation"), 0);

-- Every event below it is committed or never will be: none can appear there any more.
CREATE FUNCTION "event_horizon"() RETURNS BIGINT LANGUAGE SQL STABLE
RETURN pg_snapshot_xmin(pg_current_snapshot())::text::bigint + coalesce((SELECT "markOffset" FROM "Installation"), 0);

-- AlterTable
ALTER TABLE "Event" ADD COLUMN     "mark" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "onBoard" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "Event" ALTER COLUMN "mark" SET DEFAULT event_mark();

-- AlterTable
ALTER TABLE "Change" ADD COLUMN     "objectId" UUID,
ADD COLUMN     "pipelineId" UUID;

UPDATE "Change" c SET "objectId" = r."objectId", "pipelineId" = r."pipelineId"
FROM "CrmRecord" r
WHERE c."subject" = 'record' AND r."workspaceId" = c."workspaceId" AND r."id" = c."subjectId";

UPDATE "Event" e SET "onBoard" = true
WHERE e."verb" LIKE 'record.%' AND EXISTS (
  SELECT FROM "Change" c
  WHERE c."workspaceId" = e."workspaceId" AND c."eventId" = e."id" AND c."pipelineId" IS NOT NULL);

-- CreateIndex
CREATE INDEX "Event_workspaceId_mark_id_idx" ON "Event"("workspaceId", "mark", "id");

-- An event's changes are read in their order.
-- DropIndex
DROP INDEX "Change_workspaceId_eventId_idx";

-- CreateIndex
CREATE INDEX "Change_workspaceId_eventId_id_idx" ON "Change"("workspaceId", "eventId", "id");
