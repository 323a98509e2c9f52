-- What was a record's alone is free for others once the record is in the trash; earlier versions kept it.
DELETE FROM "RecordKey" k USING "CrmRecord" r
WHERE r."workspaceId" = k."workspaceId" AND r."id" = k."recordId" AND r."trashedAt" IS NOT NULL;
