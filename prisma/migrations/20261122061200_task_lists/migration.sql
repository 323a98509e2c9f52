-- Of a priority or a kind, by day.
-- CreateIndex
CREATE INDEX "Task_of_priority" ON "Task"("workspaceId", "priority", "dueAt", "id");

-- CreateIndex
CREATE INDEX "Task_of_action" ON "Task"("workspaceId", "actionType", "dueAt", "id");

-- What is done, the latest first.
-- DropIndex
DROP INDEX "Task_completed";

-- CreateIndex
CREATE INDEX "Task_completed" ON "Task"("workspaceId", "completedAt" DESC NULLS LAST, "id") WHERE ("completedAt" IS NOT NULL);

-- What is open before what is done, each by day.
-- CreateIndex
CREATE INDEX "Task_by_state" ON "Task"("workspaceId", ("completedAt" IS NOT NULL), "dueAt", "id");

-- Tasks about records of an object.
-- AlterTable
ALTER TABLE "TaskLink" ADD COLUMN "objectId" UUID;

UPDATE "TaskLink" l SET "objectId" = r."objectId"
FROM "CrmRecord" r WHERE r."workspaceId" = l."workspaceId" AND r."id" = l."recordId";

-- AlterTable
ALTER TABLE "TaskLink" ALTER COLUMN "objectId" SET NOT NULL;

-- CreateIndex
CREATE INDEX "TaskLink_workspaceId_objectId_taskId_idx" ON "TaskLink"("workspaceId", "objectId", "taskId");
