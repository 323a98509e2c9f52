-- AlterTable
ALTER TABLE "ApiKey" ADD COLUMN "rateLimit" INTEGER;

-- CreateIndex
CREATE INDEX "RateLimit_expire_idx" ON "RateLimit"("expire");

ALTER TABLE "ApiKey" ADD CONSTRAINT "ApiKey_rate_limit" CHECK ("rateLimit" BETWEEN 1 AND 10000000);
