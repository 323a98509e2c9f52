-- AlterTable
ALTER TABLE "Task" ADD COLUMN     "dueLocal" TEXT,
ADD COLUMN     "followsId" UUID;

-- CreateIndex
CREATE INDEX "Task_follows" ON "Task"("workspaceId", "followsId") WHERE ("followsId" IS NOT NULL);

-- A rule begins with the due date: without one it says nothing.
UPDATE "Task" SET "recurrence" = NULL WHERE "dueAt" IS NULL;
ALTER TABLE "Task" ADD CONSTRAINT "Task_recurs_from" CHECK ("recurrence" IS NULL OR "dueAt" IS NOT NULL);
