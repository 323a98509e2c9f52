-- CreateEnum
CREATE TYPE "FlowStatus" AS ENUM ('active', 'paused', 'draft');

-- CreateTable
CREATE TABLE "Connector" (
    "workspaceId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "config" JSONB NOT NULL DEFAULT '{}',
    "secrets" TEXT,
    "secretNames" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Connector_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "Flow" (
    "workspaceId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "status" "FlowStatus" NOT NULL DEFAULT 'active',
    "schedule" TEXT,
    "executionConfig" JSONB NOT NULL,
    "connectorId" UUID NOT NULL,
    "objectId" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Flow_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "FlowNode" (
    "workspaceId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "flowId" UUID NOT NULL,
    "order" INTEGER NOT NULL,
    "nodeType" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "config" JSONB NOT NULL DEFAULT '{}',
    "position" JSONB NOT NULL,
    "connectorId" UUID,
    "objectId" UUID,

    CONSTRAINT "FlowNode_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "FlowEdge" (
    "workspaceId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "flowId" UUID NOT NULL,
    "order" INTEGER NOT NULL,
    "sourceId" UUID NOT NULL,
    "targetId" UUID NOT NULL,
    "label" TEXT NOT NULL,

    CONSTRAINT "FlowEdge_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateIndex
CREATE INDEX "Flow_workspaceId_connectorId_idx" ON "Flow"("workspaceId", "connectorId");

-- CreateIndex
CREATE INDEX "Flow_workspaceId_objectId_idx" ON "Flow"("workspaceId", "objectId");

-- CreateIndex
CREATE INDEX "FlowNode_of_connector" ON "FlowNode"("workspaceId", "connectorId") WHERE ("connectorId" IS NOT NULL);

-- CreateIndex
CREATE INDEX "FlowNode_of_object" ON "FlowNode"("workspaceId", "objectId") WHERE ("objectId" IS NOT NULL);

-- CreateIndex
CREATE UNIQUE INDEX "FlowNode_workspaceId_flowId_id_key" ON "FlowNode"("workspaceId", "flowId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "FlowNode_workspaceId_flowId_order_key" ON "FlowNode"("workspaceId", "flowId", "order");

-- CreateIndex
CREATE INDEX "FlowEdge_workspaceId_flowId_targetId_idx" ON "FlowEdge"("workspaceId", "flowId", "targetId");

-- CreateIndex
CREATE UNIQUE INDEX "FlowEdge_workspaceId_flowId_order_key" ON "FlowEdge"("workspaceId", "flowId", "order");

-- CreateIndex
CREATE UNIQUE INDEX "FlowEdge_workspaceId_flowId_sourceId_targetId_label_key" ON "FlowEdge"("workspaceId", "flowId", "sourceId", "targetId", "label");

-- AddForeignKey
ALTER TABLE "Connector" ADD CONSTRAINT "Connector_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Flow" ADD CONSTRAINT "Flow_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Flow" ADD CONSTRAINT "Flow_workspaceId_connectorId_fkey" FOREIGN KEY ("workspaceId", "connectorId") REFERENCES "Connector"("workspaceId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Flow" ADD CONSTRAINT "Flow_workspaceId_objectId_fkey" FOREIGN KEY ("workspaceId", "objectId") REFERENCES "CrmObject"("workspaceId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FlowNode" ADD CONSTRAINT "FlowNode_workspaceId_flowId_fkey" FOREIGN KEY ("workspaceId", "flowId") REFERENCES "Flow"("workspaceId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FlowNode" ADD CONSTRAINT "FlowNode_workspaceId_connectorId_fkey" FOREIGN KEY ("workspaceId", "connectorId") REFERENCES "Connector"("workspaceId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FlowNode" ADD CONSTRAINT "FlowNode_workspaceId_objectId_fkey" FOREIGN KEY ("workspaceId", "objectId") REFERENCES "CrmObject"("workspaceId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FlowEdge" ADD CONSTRAINT "FlowEdge_workspaceId_flowId_fkey" FOREIGN KEY ("workspaceId", "flowId") REFERENCES "Flow"("workspaceId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FlowEdge" ADD CONSTRAINT "FlowEdge_workspaceId_flowId_sourceId_fkey" FOREIGN KEY ("workspaceId", "flowId", "sourceId") REFERENCES "FlowNode"("workspaceId", "flowId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FlowEdge" ADD CONSTRAINT "FlowEdge_workspaceId_flowId_targetId_fkey" FOREIGN KEY ("workspaceId", "flowId", "targetId") REFERENCES "FlowNode"("workspaceId", "flowId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What is sealed is named, and nothing else is.
ALTER TABLE "Connector" ADD CONSTRAINT "Connector_secrets_named" CHECK (("secrets" IS NULL) = (cardinality("secretNames") = 0));
-- The shortest of cycles; longer ones are refused before anything is written.
ALTER TABLE "FlowEdge" ADD CONSTRAINT "FlowEdge_between_two" CHECK ("sourceId" <> "targetId");
