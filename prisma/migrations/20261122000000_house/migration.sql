-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "Dialect" AS ENUM ('kasar', 'rex', 'clarky', 'kaireon');

-- CreateEnum
CREATE TYPE "Door" AS ENUM ('session', 'api', 'cli', 'job');

-- CreateEnum
CREATE TYPE "FieldType" AS ENUM ('text', 'number', 'boolean', 'date', 'datetime', 'select', 'multi_select', 'email', 'phone', 'url', 'pipeline');

-- CreateEnum
CREATE TYPE "StageType" AS ENUM ('open', 'won', 'lost');

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('viewer', 'editor', 'admin');

-- CreateTable
CREATE TABLE "ApiKey" (
    "workspaceId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "contract" "Dialect" NOT NULL,
    "role" "Role" NOT NULL,
    "scopes" TEXT[],
    "hash" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "userId" UUID NOT NULL,
    "expiresAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),
    "lastUsedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ApiKey_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "IdempotentReply" (
    "workspaceId" UUID NOT NULL,
    "callerId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "status" INTEGER,
    "headers" JSONB,
    "body" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "IdempotentReply_pkey" PRIMARY KEY ("workspaceId","callerId","key")
);

-- CreateTable
CREATE TABLE "Event" (
    "workspaceId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "verb" TEXT NOT NULL,
    "door" "Door" NOT NULL,
    "actorId" UUID,
    "apiKeyId" UUID,
    "requestId" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Event_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "Change" (
    "workspaceId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "eventId" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "subjectId" UUID NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "fromStageId" UUID,
    "toStageId" UUID,

    CONSTRAINT "Change_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "Agent" (
    "workspaceId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Agent_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "CrmObject" (
    "workspaceId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "displayName" TEXT NOT NULL,
    "builtIn" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CrmObject_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "Field" (
    "workspaceId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "objectId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "type" "FieldType" NOT NULL,
    "options" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "isUnique" BOOLEAN NOT NULL DEFAULT false,
    "position" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Field_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "Pipeline" (
    "workspaceId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "objectId" UUID NOT NULL,
    "agentId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "isDefault" BOOLEAN NOT NULL DEFAULT false,
    "isPrivate" BOOLEAN NOT NULL DEFAULT false,
    "metadata" JSONB NOT NULL DEFAULT '{}',
    "rottingDays" INTEGER,
    "trashedAt" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Pipeline_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "Stage" (
    "workspaceId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "pipelineId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "color" TEXT,
    "type" "StageType" NOT NULL,
    "position" INTEGER NOT NULL,
    "probability" DOUBLE PRECISION NOT NULL,
    "probabilityIsSet" BOOLEAN NOT NULL DEFAULT false,
    "requiredFields" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "rottingDays" INTEGER,
    "wipLimit" INTEGER,
    "removedAt" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Stage_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "CrmRecord" (
    "workspaceId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "objectId" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT,
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "value" BIGINT,
    "currency" CHAR(3),
    "pipelineId" UUID,
    "stageId" UUID,
    "rank" TEXT COLLATE "C",
    "ownerId" UUID,
    "contactId" UUID,
    "companyId" UUID,
    "source" TEXT,
    "lostReason" TEXT,
    "expectedClose" DATE,
    "closedAt" TIMESTAMPTZ(3),
    "stageEnteredAt" TIMESTAMPTZ(3),
    "lastActivityAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "archivedAt" TIMESTAMPTZ(3),
    "trashedAt" TIMESTAMPTZ(3),
    "externalId" TEXT,
    "metadata" JSONB NOT NULL DEFAULT '{}',
    "fields" JSONB NOT NULL DEFAULT '{}',
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CrmRecord_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "RecordKey" (
    "workspaceId" UUID NOT NULL,
    "fieldId" UUID NOT NULL,
    "value" TEXT NOT NULL,
    "recordId" UUID NOT NULL,

    CONSTRAINT "RecordKey_pkey" PRIMARY KEY ("workspaceId","fieldId","value")
);

-- CreateTable
CREATE TABLE "Workspace" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "timeZone" TEXT NOT NULL DEFAULT 'UTC',
    "currency" CHAR(3) NOT NULL DEFAULT 'USD',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Workspace_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "User" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "passwordHash" TEXT NOT NULL,
    "sessionEpoch" INTEGER NOT NULL DEFAULT 0,
    "timeZone" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Member" (
    "workspaceId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "role" "Role" NOT NULL,
    "deactivatedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Member_pkey" PRIMARY KEY ("workspaceId","userId")
);

-- CreateTable
CREATE TABLE "Installation" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "setupTokenHash" TEXT,

    CONSTRAINT "Installation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RateLimit" (
    "key" VARCHAR(255) NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "RateLimit_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE UNIQUE INDEX "ApiKey_hash_key" ON "ApiKey"("hash");

-- CreateIndex
CREATE INDEX "ApiKey_workspaceId_userId_idx" ON "ApiKey"("workspaceId", "userId");

-- CreateIndex
CREATE INDEX "IdempotentReply_createdAt_idx" ON "IdempotentReply"("createdAt");

-- CreateIndex
CREATE INDEX "Event_workspaceId_actorId_idx" ON "Event"("workspaceId", "actorId");

-- CreateIndex
CREATE INDEX "Change_workspaceId_subjectId_id_idx" ON "Change"("workspaceId", "subjectId", "id");

-- CreateIndex
CREATE INDEX "Change_workspaceId_eventId_idx" ON "Change"("workspaceId", "eventId");

-- CreateIndex
CREATE UNIQUE INDEX "CrmObject_workspaceId_name_key" ON "CrmObject"("workspaceId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "Field_workspaceId_objectId_name_key" ON "Field"("workspaceId", "objectId", "name");

-- CreateIndex
CREATE INDEX "Pipeline_workspaceId_objectId_idx" ON "Pipeline"("workspaceId", "objectId");

-- CreateIndex
CREATE INDEX "Pipeline_workspaceId_agentId_idx" ON "Pipeline"("workspaceId", "agentId");

-- CreateIndex
CREATE UNIQUE INDEX "Pipeline_one_default_an_object" ON "Pipeline"("workspaceId", "objectId") WHERE ("isDefault" AND "trashedAt" IS NULL);

-- CreateIndex
CREATE INDEX "Stage_workspaceId_pipelineId_position_idx" ON "Stage"("workspaceId", "pipelineId", "position");

-- CreateIndex
CREATE UNIQUE INDEX "Stage_workspaceId_pipelineId_id_key" ON "Stage"("workspaceId", "pipelineId", "id");

-- CreateIndex
CREATE INDEX "CrmRecord_totals" ON "CrmRecord"("workspaceId", "stageId", "currency", "value") WHERE (rank IS NOT NULL);

-- CreateIndex
CREATE INDEX "CrmRecord_workspaceId_objectId_id_idx" ON "CrmRecord"("workspaceId", "objectId", "id");

-- CreateIndex
CREATE INDEX "CrmRecord_of_pipeline" ON "CrmRecord"("workspaceId", "pipelineId", "id") WHERE ("pipelineId" IS NOT NULL);

-- CreateIndex
CREATE INDEX "CrmRecord_of_stage" ON "CrmRecord"("workspaceId", "stageId", "id") WHERE ("stageId" IS NOT NULL);

-- CreateIndex
CREATE INDEX "CrmRecord_of_owner" ON "CrmRecord"("workspaceId", "ownerId", "id") WHERE ("ownerId" IS NOT NULL);

-- CreateIndex
CREATE INDEX "CrmRecord_of_contact" ON "CrmRecord"("workspaceId", "contactId", "id") WHERE ("contactId" IS NOT NULL);

-- CreateIndex
CREATE INDEX "CrmRecord_of_company" ON "CrmRecord"("workspaceId", "companyId", "id") WHERE ("companyId" IS NOT NULL);

-- CreateIndex
CREATE INDEX "CrmRecord_workspaceId_updatedAt_id_idx" ON "CrmRecord"("workspaceId", "updatedAt", "id");

-- CreateIndex
CREATE UNIQUE INDEX "CrmRecord_place" ON "CrmRecord"("workspaceId", "stageId", "rank") WHERE (rank IS NOT NULL);

-- CreateIndex
CREATE UNIQUE INDEX "CrmRecord_external_id" ON "CrmRecord"("workspaceId", "externalId", "objectId") WHERE ("externalId" IS NOT NULL AND "trashedAt" IS NULL);

-- CreateIndex
CREATE INDEX "RecordKey_workspaceId_recordId_idx" ON "RecordKey"("workspaceId", "recordId");

-- CreateIndex
CREATE UNIQUE INDEX "Workspace_slug_key" ON "Workspace"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE INDEX "Member_userId_idx" ON "Member"("userId");

-- AddForeignKey
ALTER TABLE "ApiKey" ADD CONSTRAINT "ApiKey_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApiKey" ADD CONSTRAINT "ApiKey_workspaceId_userId_fkey" FOREIGN KEY ("workspaceId", "userId") REFERENCES "Member"("workspaceId", "userId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Event" ADD CONSTRAINT "Event_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Event" ADD CONSTRAINT "Event_workspaceId_actorId_fkey" FOREIGN KEY ("workspaceId", "actorId") REFERENCES "Member"("workspaceId", "userId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Change" ADD CONSTRAINT "Change_workspaceId_eventId_fkey" FOREIGN KEY ("workspaceId", "eventId") REFERENCES "Event"("workspaceId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Agent" ADD CONSTRAINT "Agent_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CrmObject" ADD CONSTRAINT "CrmObject_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Field" ADD CONSTRAINT "Field_workspaceId_objectId_fkey" FOREIGN KEY ("workspaceId", "objectId") REFERENCES "CrmObject"("workspaceId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Pipeline" ADD CONSTRAINT "Pipeline_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Pipeline" ADD CONSTRAINT "Pipeline_workspaceId_objectId_fkey" FOREIGN KEY ("workspaceId", "objectId") REFERENCES "CrmObject"("workspaceId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Pipeline" ADD CONSTRAINT "Pipeline_workspaceId_agentId_fkey" FOREIGN KEY ("workspaceId", "agentId") REFERENCES "Agent"("workspaceId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Stage" ADD CONSTRAINT "Stage_workspaceId_pipelineId_fkey" FOREIGN KEY ("workspaceId", "pipelineId") REFERENCES "Pipeline"("workspaceId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CrmRecord" ADD CONSTRAINT "CrmRecord_workspaceId_objectId_fkey" FOREIGN KEY ("workspaceId", "objectId") REFERENCES "CrmObject"("workspaceId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CrmRecord" ADD CONSTRAINT "CrmRecord_workspaceId_pipelineId_fkey" FOREIGN KEY ("workspaceId", "pipelineId") REFERENCES "Pipeline"("workspaceId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CrmRecord" ADD CONSTRAINT "CrmRecord_workspaceId_pipelineId_stageId_fkey" FOREIGN KEY ("workspaceId", "pipelineId", "stageId") REFERENCES "Stage"("workspaceId", "pipelineId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CrmRecord" ADD CONSTRAINT "CrmRecord_workspaceId_ownerId_fkey" FOREIGN KEY ("workspaceId", "ownerId") REFERENCES "Member"("workspaceId", "userId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CrmRecord" ADD CONSTRAINT "CrmRecord_workspaceId_contactId_fkey" FOREIGN KEY ("workspaceId", "contactId") REFERENCES "CrmRecord"("workspaceId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CrmRecord" ADD CONSTRAINT "CrmRecord_workspaceId_companyId_fkey" FOREIGN KEY ("workspaceId", "companyId") REFERENCES "CrmRecord"("workspaceId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RecordKey" ADD CONSTRAINT "RecordKey_workspaceId_fieldId_fkey" FOREIGN KEY ("workspaceId", "fieldId") REFERENCES "Field"("workspaceId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RecordKey" ADD CONSTRAINT "RecordKey_workspaceId_recordId_fkey" FOREIGN KEY ("workspaceId", "recordId") REFERENCES "CrmRecord"("workspaceId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Member" ADD CONSTRAINT "Member_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Member" ADD CONSTRAINT "Member_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A record has a place in its stage exactly while it is on the board.
ALTER TABLE "CrmRecord" ADD CONSTRAINT "CrmRecord_placed" CHECK (("rank" IS NULL) = ("stageId" IS NULL OR "archivedAt" IS NOT NULL OR "trashedAt" IS NOT NULL));
ALTER TABLE "CrmRecord" ADD CONSTRAINT "CrmRecord_stage_has_pipeline" CHECK (("stageId" IS NULL) = ("pipelineId" IS NULL));
ALTER TABLE "Installation" ADD CONSTRAINT "Installation_one" CHECK ("id" = 1);
