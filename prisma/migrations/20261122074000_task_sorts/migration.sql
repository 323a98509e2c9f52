-- Lists of tasks sorted by when they were made, changed and done, by who made them, and by title.
-- CreateIndex
CREATE INDEX "Task_by_creation" ON "Task"("workspaceId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "Task_by_change" ON "Task"("workspaceId", "updatedAt", "id");

-- CreateIndex
CREATE INDEX "Task_by_completion" ON "Task"("workspaceId", "completedAt", "id");

-- CreateIndex
CREATE INDEX "Task_of_creator" ON "Task"("workspaceId", "createdById", "dueAt", "id");

-- CreateIndex
CREATE INDEX "Task_by_title" ON "Task"("workspaceId", (left(lower("title"), 200)) COLLATE "C", "id");

-- What is done, the latest first, also before what is not.
-- DropIndex
DROP INDEX "Task_completed";

-- CreateIndex
CREATE INDEX "Task_completed" ON "Task"("workspaceId", "completedAt" DESC NULLS LAST, "id");
