-- AlterTable
ALTER TABLE "Notification" ADD COLUMN     "mailDueAt" TIMESTAMPTZ(3),
ADD COLUMN     "mailLeasedUntil" TIMESTAMPTZ(3),
ADD COLUMN     "mailTries" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "mailedAt" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "Notification_mail_due" ON "Notification"("mailDueAt") WHERE ("mailDueAt" IS NOT NULL);
