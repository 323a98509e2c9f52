-- AlterTable
ALTER TABLE "Change" ADD COLUMN "version" INTEGER;
