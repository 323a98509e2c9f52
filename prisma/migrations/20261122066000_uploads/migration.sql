-- CreateTable
CREATE TABLE "Upload" (
    "workspaceId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "connectorId" UUID,
    "name" TEXT NOT NULL,
    "contentType" TEXT NOT NULL,
    "encoding" TEXT,
    "size" BIGINT NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "touchedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "completedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Upload_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "UploadChunk" (
    "workspaceId" UUID NOT NULL,
    "uploadId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "UploadChunk_pkey" PRIMARY KEY ("workspaceId","uploadId","number")
);

-- CreateIndex
CREATE INDEX "Upload_workspaceId_connectorId_idx" ON "Upload"("workspaceId", "connectorId");

-- AddForeignKey
ALTER TABLE "Upload" ADD CONSTRAINT "Upload_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Upload" ADD CONSTRAINT "Upload_workspaceId_connectorId_fkey" FOREIGN KEY ("workspaceId", "connectorId") REFERENCES "Connector"("workspaceId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "UploadChunk" ADD CONSTRAINT "UploadChunk_workspaceId_uploadId_fkey" FOREIGN KEY ("workspaceId", "uploadId") REFERENCES "Upload"("workspaceId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Kept as it came: compressing a file that is read once costs more than it saves.
ALTER TABLE "UploadChunk" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;
