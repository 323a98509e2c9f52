-- CreateTable
CREATE TABLE "RecordSearch" (
    "workspaceId" UUID NOT NULL,
    "recordId" UUID NOT NULL,
    "words" tsvector NOT NULL,

    CONSTRAINT "RecordSearch_pkey" PRIMARY KEY ("workspaceId","recordId")
);

-- A text with a blank for every run of blanks, punctuation and symbols, told by their numbers: what a letter is differs from
-- one locale to the next.
CREATE FUNCTION "parted"("given" TEXT) RETURNS TEXT LANGUAGE SQL IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace("given", '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf'
  '\u00d7\u00f7\u0589\u05be\u05c3\u060c\u061b\u061f\u06d4\u0964\u0965\u0f0b-\u0f0d\u104a\u104b\u1361-\u1368\u1680\u17d4-\u17d6'
  '\u180e\u2000-\u206f\u20a0-\u20a7\u20a9-\u20ff\u2190-\u245f\u2500-\u2bff\u2e00-\u2e2e\u2e30-\u2e7f\u3000-\u3004\u3008-\u3020\u3030'
  '\u303d-\u303f\u30fb\ufe00-\ufe0f\ufeff\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\ufff0-\uffff'
  '\U0001f000-\U0001f0ff\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff\U000e0000-\U000e01ef]+', ' ', 'g');

-- Words between single blanks, each no longer than so many characters.
CREATE FUNCTION "cut_words"("given" TEXT, "most" INT) RETURNS TEXT LANGUAGE SQL IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace("given", '([^ ]{' || "most" || '})[^ ]+', '\1', 'g');

-- The words of a text between single blanks, in small letters and without accents, those of a long text by their first 100
-- letters. What is kept and what is searched are read alike, whatever the locale of the database.
CREATE FUNCTION "words_of"("given" TEXT) RETURNS TEXT LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  -- More would be too much for an index.
  "given" := lower(left("given", 100000));
  IF octet_length("given") > length("given") THEN
    -- Putting many marks of one letter in order takes the square of their number.
    IF length("given") > 1000 THEN "given" := "cut_words"("parted"("given"), 250); END IF;
    -- One character may become eighteen.
    "given" := left(regexp_replace(normalize("given", NFKD), '[\u0300-\u036f]+', '', 'g'), 100000);
    -- Letters that are taken for others although nothing can be taken off them. Not every locale knows the small ones.
    "given" := translate(lower("given"), 'ØøŁłĐđÐðĦħŦŧıςÆŒÞẞ', 'oollddddhhttiσæœþß');
    "given" := replace(replace(replace(replace("given", 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'), 'ß', 'ss');
  END IF;
  "given" := "parted"("given");
  -- In a shorter text no word can be too long for an index.
  IF length("given") > 500 THEN "given" := "cut_words"("given", 100); END IF;
  RETURN btrim("given");
END $$;

-- An index holds the words of all objects of all workspaces: each is marked with the end of its object's id, so that a
-- search reads hardly any other's.
CREATE FUNCTION "object_mark"("objectId" UUID) RETURNS TEXT LANGUAGE SQL IMMUTABLE STRICT PARALLEL SAFE
RETURN right("objectId"::text, 6);

-- What a record is found by. Of its own fields those of text (days and instants are found by filters), telephone numbers
-- also as one word.
CREATE FUNCTION "record_words"("objectId" UUID, "title" TEXT, "description" TEXT, "tags" TEXT[], "fields" JSONB)
RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  "texts" TEXT := "title";
  "own" JSONB;
  "numbers" TEXT;
  "words" TEXT;
BEGIN
  IF "tags" <> '{}' THEN "texts" := "texts" || ' ' || array_to_string("tags", ' '); END IF;
  IF "fields" <> '{}' THEN
    "own" := jsonb_path_query_array("fields",
      '$.*[*] ? (@.type() == "string" && !(@ like_regex "^\\d{4}-\\d\\d-\\d\\d(T\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z)?$"))');
    "texts" := "texts" || ' ' || regexp_replace("own"::text, '\\([bfnrt"\\]|u00..)', ' ', 'g');
    "numbers" := jsonb_path_query_array("own",
      '$[*] ? (@ like_regex "^[ +(]*[0-9][0-9 +()./\\u00a0\\u2010-\\u2015\\u202f-]+$")')::text;
    IF "numbers" <> '[]' THEN "texts" := "texts" || ' ' || regexp_replace("numbers", '[^0-9,]+', '', 'g'); END IF;
  END IF;
  "words" := "words_of"("texts" || coalesce(' ' || "description", ''));
  IF "words" = '' THEN RETURN ''::tsvector; END IF;
  "words" := "object_mark"("objectId") || replace("words", ' ', ' ' || "object_mark"("objectId"));
  RETURN array_to_tsvector(string_to_array("words", ' '));
END $$;

-- What finds every record of an object that has, for each word of a text, a word that begins so. Null without words.
CREATE FUNCTION "record_query"("objectId" UUID, "given" TEXT) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  "words" TEXT := "cut_words"("words_of"("given"), 100);
BEGIN
  IF "words" = '' THEN RETURN NULL; END IF;
  "words" := replace("words", ' ', ''':* & ''' || "object_mark"("objectId"));
  RETURN ('''' || "object_mark"("objectId") || "words" || ''':*')::tsquery;
END $$;

CREATE FUNCTION "record_search_insert"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "RecordSearch" ("workspaceId", "recordId", "words")
  SELECT "workspaceId", "id", "record_words"("objectId", "title", "description", "tags", "fields") FROM made;
  RETURN NULL;
END $$;

CREATE FUNCTION "record_search_update"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE
  "now" tsvector := "record_words"(NEW."objectId", NEW."title", NEW."description", NEW."tags", NEW."fields");
BEGIN
  UPDATE "RecordSearch" SET "words" = "now"
  WHERE "workspaceId" = NEW."workspaceId" AND "recordId" = NEW."id" AND "words" <> "now";
  RETURN NULL;
END $$;

CREATE FUNCTION "record_search_delete"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM "RecordSearch" WHERE "workspaceId" = OLD."workspaceId" AND "recordId" = OLD."id";
  RETURN NULL;
END $$;

CREATE TRIGGER "CrmRecord_search_insert" AFTER INSERT ON "CrmRecord"
REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION "record_search_insert"();

-- A move, which writes none of these columns, costs nothing.
CREATE TRIGGER "CrmRecord_search_update" AFTER UPDATE OF "title", "description", "tags", "fields" ON "CrmRecord"
FOR EACH ROW
WHEN ((OLD."title", OLD."description", OLD."tags", OLD."fields") IS DISTINCT FROM (NEW."title", NEW."description", NEW."tags", NEW."fields"))
EXECUTE FUNCTION "record_search_update"();

CREATE TRIGGER "CrmRecord_search_delete" AFTER DELETE ON "CrmRecord"
FOR EACH ROW EXECUTE FUNCTION "record_search_delete"();

INSERT INTO "RecordSearch" ("workspaceId", "recordId", "words")
SELECT "workspaceId", "id", "record_words"("objectId", "title", "description", "tags", "fields") FROM "CrmRecord";

-- What is new waits in a list that a search reads through, and that somebody's write empties when it is full: a short one.
-- CreateIndex
CREATE INDEX "RecordSearch_words_idx" ON "RecordSearch" USING GIN ("words") WITH (gin_pending_list_limit = 512);
