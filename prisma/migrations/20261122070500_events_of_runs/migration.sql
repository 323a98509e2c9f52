-- What a run did is found by its id, which its events name as their request.
CREATE INDEX "Event_of_run" ON "Event"("workspaceId", "requestId", "id") WHERE (door = 'job');
