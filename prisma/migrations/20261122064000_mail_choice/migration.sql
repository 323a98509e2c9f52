-- AlterTable
ALTER TABLE "Member" ADD COLUMN     "noMailFor" "NotificationKind"[] DEFAULT ARRAY[]::"NotificationKind"[];
