-- CreateEnum
CREATE TYPE "RunStatus" AS ENUM ('pending', 'running', 'completed', 'failed', 'cancelled');

-- CreateEnum
CREATE TYPE "RunTrigger" AS ENUM ('manual', 'schedule', 'replay');

-- CreateEnum
CREATE TYPE "PartStatus" AS ENUM ('pending', 'completed', 'stopped');

-- AlterTable
ALTER TABLE "Flow" ADD COLUMN "nextSlotAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "FlowRun" (
    "workspaceId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "flowId" UUID NOT NULL,
    "status" "RunStatus" NOT NULL DEFAULT 'pending',
    "trigger" "RunTrigger" NOT NULL,
    "replayOfId" UUID,
    "slotAt" TIMESTAMPTZ(3),
    "requestedById" UUID,
    "drawing" JSONB NOT NULL,
    "uploadIds" UUID[] DEFAULT ARRAY[]::UUID[],
    "since" JSONB,
    "marks" JSONB,
    "phase" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedAt" TIMESTAMPTZ(3),
    "completedAt" TIMESTAMPTZ(3),
    "cancelRequestedAt" TIMESTAMPTZ(3),
    "dueAt" TIMESTAMPTZ(3),
    "token" INTEGER NOT NULL DEFAULT 0,
    "leasedUntil" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "FlowRun_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "FlowPart" (
    "workspaceId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "runId" UUID NOT NULL,
    "phase" INTEGER NOT NULL,
    "index" INTEGER NOT NULL,
    "nodeId" TEXT NOT NULL,
    "part" JSONB NOT NULL,
    "after" JSONB,
    "mark" JSONB,
    "share" DOUBLE PRECISION,
    "status" "PartStatus" NOT NULL DEFAULT 'pending',
    "rowsIn" BIGINT NOT NULL DEFAULT 0,
    "rowsOut" BIGINT NOT NULL DEFAULT 0,
    "rowsRejected" BIGINT NOT NULL DEFAULT 0,
    "rowsSkipped" BIGINT NOT NULL DEFAULT 0,
    "rowsAdded" BIGINT NOT NULL DEFAULT 0,
    "rowsStaged" BIGINT NOT NULL DEFAULT 0,
    "created" BIGINT NOT NULL DEFAULT 0,
    "updated" BIGINT NOT NULL DEFAULT 0,
    "unchanged" BIGINT NOT NULL DEFAULT 0,
    "ignored" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "token" INTEGER NOT NULL DEFAULT 0,
    "leasedUntil" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "dueAt" TIMESTAMPTZ(3),
    "error" TEXT,

    CONSTRAINT "FlowPart_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "FlowReject" (
    "workspaceId" UUID NOT NULL,
    "runId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "partId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "nodeId" TEXT,
    "reason" TEXT NOT NULL,
    "original" JSON NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "FlowReject_pkey" PRIMARY KEY ("workspaceId","runId","id")
);

-- CreateTable
CREATE TABLE "FlowSeen" (
    "workspaceId" UUID NOT NULL,
    "runId" UUID NOT NULL,
    "nodeId" TEXT NOT NULL,
    "key" TEXT NOT NULL,

    CONSTRAINT "FlowSeen_pkey" PRIMARY KEY ("workspaceId","runId","nodeId","key")
);

-- CreateTable
CREATE TABLE "FlowStaged" (
    "workspaceId" UUID NOT NULL,
    "runId" UUID NOT NULL,
    "nodeId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "ordinal" BIGINT NOT NULL,
    "row" JSON NOT NULL,

    CONSTRAINT "FlowStaged_pkey" PRIMARY KEY ("workspaceId","runId","nodeId","key","ordinal")
);

-- CreateIndex
CREATE INDEX "Flow_scheduled" ON "Flow"("nextSlotAt") WHERE (status = 'active' AND schedule IS NOT NULL);

-- CreateIndex
CREATE INDEX "Event_of_job" ON "Event"("workspaceId", "requestId") WHERE (door = 'job' AND "requestId" IS NOT NULL);

-- CreateIndex
CREATE UNIQUE INDEX "FlowRun_workspaceId_flowId_slotAt_key" ON "FlowRun"("workspaceId", "flowId", "slotAt");

-- CreateIndex
CREATE UNIQUE INDEX "FlowRun_running" ON "FlowRun"("workspaceId", "flowId") WHERE (status = 'running');

-- CreateIndex
CREATE INDEX "FlowRun_workspaceId_flowId_id_idx" ON "FlowRun"("workspaceId", "flowId", "id");

-- CreateIndex
CREATE INDEX "FlowRun_workspaceId_requestedById_idx" ON "FlowRun"("workspaceId", "requestedById");

-- CreateIndex
CREATE INDEX "FlowRun_due" ON "FlowRun"("dueAt") WHERE ("dueAt" IS NOT NULL);

-- CreateIndex
CREATE INDEX "FlowRun_open" ON "FlowRun"("workspaceId") WHERE (status IN ('pending', 'running'));

-- CreateIndex
CREATE UNIQUE INDEX "FlowPart_workspaceId_runId_index_key" ON "FlowPart"("workspaceId", "runId", "index");

-- CreateIndex
CREATE INDEX "FlowPart_due" ON "FlowPart"("dueAt") WHERE (status = 'pending');

-- AddForeignKey
ALTER TABLE "FlowRun" ADD CONSTRAINT "FlowRun_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FlowRun" ADD CONSTRAINT "FlowRun_workspaceId_requestedById_fkey" FOREIGN KEY ("workspaceId", "requestedById") REFERENCES "Member"("workspaceId", "userId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FlowPart" ADD CONSTRAINT "FlowPart_workspaceId_runId_fkey" FOREIGN KEY ("workspaceId", "runId") REFERENCES "FlowRun"("workspaceId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FlowReject" ADD CONSTRAINT "FlowReject_workspaceId_runId_fkey" FOREIGN KEY ("workspaceId", "runId") REFERENCES "FlowRun"("workspaceId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A run has ended exactly when its status says so, and a part is to be read exactly while it is pending.
ALTER TABLE "FlowRun" ADD CONSTRAINT "FlowRun_ends" CHECK (("completedAt" IS NULL) = (status IN ('pending', 'running')));
ALTER TABLE "FlowPart" ADD CONSTRAINT "FlowPart_pending_is_due" CHECK ((status = 'pending') = ("dueAt" IS NOT NULL));
