-- CreateEnum
CREATE TYPE "TaskPriority" AS ENUM ('low', 'medium', 'high');

-- CreateEnum
CREATE TYPE "TaskAction" AS ENUM ('call', 'email', 'meeting', 'linkedin_message', 'whatsapp_message');

-- CreateEnum
CREATE TYPE "NotificationKind" AS ENUM ('task_assigned', 'task_completed');

-- CreateTable
CREATE TABLE "Task" (
    "workspaceId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "dueAt" TIMESTAMPTZ(3),
    "priority" "TaskPriority",
    "actionType" "TaskAction",
    "recurrence" TEXT,
    "assignedToId" UUID,
    "createdById" UUID NOT NULL,
    "completedAt" TIMESTAMPTZ(3),
    "completedById" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Task_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "TaskLink" (
    "workspaceId" UUID NOT NULL,
    "taskId" UUID NOT NULL,
    "recordId" UUID NOT NULL,

    CONSTRAINT "TaskLink_pkey" PRIMARY KEY ("workspaceId","taskId","recordId")
);

-- CreateTable
CREATE TABLE "Notification" (
    "workspaceId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "kind" "NotificationKind" NOT NULL,
    "taskId" UUID NOT NULL,
    "actorId" UUID,
    "readAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Notification_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateIndex
CREATE INDEX "Task_open" ON "Task"("workspaceId", "dueAt", "id") WHERE ("completedAt" IS NULL);

-- CreateIndex
CREATE INDEX "Task_open_of_member" ON "Task"("workspaceId", "assignedToId", "dueAt", "id") WHERE ("completedAt" IS NULL);

-- CreateIndex
CREATE INDEX "Task_due" ON "Task"("workspaceId", "dueAt", "id");

-- CreateIndex
CREATE INDEX "Task_of_member" ON "Task"("workspaceId", "assignedToId", "dueAt", "id");

-- CreateIndex
CREATE INDEX "Task_completed" ON "Task"("workspaceId", "completedAt", "id") WHERE ("completedAt" IS NOT NULL);

-- CreateIndex
CREATE INDEX "TaskLink_workspaceId_recordId_taskId_idx" ON "TaskLink"("workspaceId", "recordId", "taskId");

-- CreateIndex
CREATE INDEX "Notification_workspaceId_userId_id_idx" ON "Notification"("workspaceId", "userId", "id");

-- CreateIndex
CREATE INDEX "Notification_unread" ON "Notification"("workspaceId", "userId") WHERE ("readAt" IS NULL);

-- CreateIndex
CREATE INDEX "Notification_workspaceId_taskId_idx" ON "Notification"("workspaceId", "taskId");

-- AddForeignKey
ALTER TABLE "Task" ADD CONSTRAINT "Task_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Task" ADD CONSTRAINT "Task_workspaceId_assignedToId_fkey" FOREIGN KEY ("workspaceId", "assignedToId") REFERENCES "Member"("workspaceId", "userId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Task" ADD CONSTRAINT "Task_workspaceId_createdById_fkey" FOREIGN KEY ("workspaceId", "createdById") REFERENCES "Member"("workspaceId", "userId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Task" ADD CONSTRAINT "Task_workspaceId_completedById_fkey" FOREIGN KEY ("workspaceId", "completedById") REFERENCES "Member"("workspaceId", "userId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TaskLink" ADD CONSTRAINT "TaskLink_workspaceId_taskId_fkey" FOREIGN KEY ("workspaceId", "taskId") REFERENCES "Task"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TaskLink" ADD CONSTRAINT "TaskLink_workspaceId_recordId_fkey" FOREIGN KEY ("workspaceId", "recordId") REFERENCES "CrmRecord"("workspaceId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notification" ADD CONSTRAINT "Notification_workspaceId_userId_fkey" FOREIGN KEY ("workspaceId", "userId") REFERENCES "Member"("workspaceId", "userId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notification" ADD CONSTRAINT "Notification_workspaceId_actorId_fkey" FOREIGN KEY ("workspaceId", "actorId") REFERENCES "Member"("workspaceId", "userId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notification" ADD CONSTRAINT "Notification_workspaceId_taskId_fkey" FOREIGN KEY ("workspaceId", "taskId") REFERENCES "Task"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;



-- Whoever completed a task stands beside when.
ALTER TABLE "Task" ADD CONSTRAINT "Task_completed_by" CHECK (("completedAt" IS NULL) = ("completedById" IS NULL));
