BEGIN TRANSACTION;
CREATE TABLE accounts (
	id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	platform VARCHAR(16) NOT NULL, 
	user VARCHAR(40) NOT NULL, 
	chat VARCHAR(40) NOT NULL, 
	display_name VARCHAR(200) NOT NULL, 
	reachable BOOLEAN NOT NULL, 
	last_active_at DATETIME NOT NULL, 
	heard INTEGER NOT NULL, 
	silent_until DATETIME, since DATETIME, wrong_codes INTEGER DEFAULT '0' NOT NULL, codes_from DATETIME, 
	CONSTRAINT pk_accounts PRIMARY KEY (id), 
	CONSTRAINT fk_accounts_person_id_persons FOREIGN KEY(person_id) REFERENCES persons (id), 
	CONSTRAINT uq_accounts_chat UNIQUE (chat), 
	CONSTRAINT uq_accounts_user UNIQUE (user)
);
INSERT INTO "accounts" VALUES(1,1,'telegram','telegram:1000','telegram:1000','مریم رضایی',1,'2019-10-05 14:30:00.664979',0,NULL,'2019-10-05 14:30:00.664979',0,NULL);
INSERT INTO "accounts" VALUES(2,2,'telegram','telegram:1001','telegram:1001','',1,'2019-10-05 14:30:00.754431',0,NULL,NULL,0,NULL);
CREATE TABLE actor_kinds (
	id INTEGER NOT NULL, 
	name VARCHAR(300) NOT NULL, 
	place INTEGER NOT NULL, 
	CONSTRAINT pk_actor_kinds PRIMARY KEY (id), 
	CONSTRAINT uq_actor_kinds_name UNIQUE (name)
);
CREATE TABLE agencies (
	id INTEGER NOT NULL, 
	name VARCHAR(300) NOT NULL, 
	name_fold VARCHAR(300) NOT NULL, 
	aliases JSON NOT NULL, 
	kind_id INTEGER, 
	parent_id INTEGER, 
	secretariat BOOLEAN NOT NULL, 
	phone VARCHAR(40) NOT NULL, 
	retired_at DATETIME, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_agencies PRIMARY KEY (id), 
	CONSTRAINT fk_agencies_kind_id_actor_kinds FOREIGN KEY(kind_id) REFERENCES actor_kinds (id), 
	CONSTRAINT fk_agencies_parent_id_agencies FOREIGN KEY(parent_id) REFERENCES agencies (id), 
	CONSTRAINT uq_agencies_name_fold UNIQUE (name_fold)
);
INSERT INTO "agencies" VALUES(1,'شهرداری','شهرداری','[]',NULL,NULL,0,'',NULL,1);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0002');
CREATE TABLE audit (
	id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	person_id INTEGER, 
	action VARCHAR(60) NOT NULL, 
	subject VARCHAR(40) NOT NULL, 
	subject_id INTEGER NOT NULL, 
	details JSON NOT NULL, 
	CONSTRAINT pk_audit PRIMARY KEY (id), 
	CONSTRAINT fk_audit_person_id_persons FOREIGN KEY(person_id) REFERENCES persons (id)
);
INSERT INTO "audit" VALUES(1,'2019-10-05 14:30:00.677763',NULL,'begin','membership',1,'{"role": "secretary"}');
CREATE TABLE conversations (
	chat VARCHAR(40) NOT NULL, 
	draft_id INTEGER, 
	notes JSON NOT NULL, 
	CONSTRAINT pk_conversations PRIMARY KEY (chat), 
	CONSTRAINT fk_conversations_draft_id_drafts FOREIGN KEY(draft_id) REFERENCES drafts (id) ON DELETE SET NULL
);
INSERT INTO "conversations" VALUES('telegram:1001',1,'{}');
CREATE TABLE drafts (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	person_id INTEGER NOT NULL, 
	form VARCHAR(60) NOT NULL, 
	subject VARCHAR(60) NOT NULL, 
	about JSON NOT NULL, 
	state JSON NOT NULL, 
	updated_at DATETIME NOT NULL, 
	CONSTRAINT fk_drafts_person_id_persons FOREIGN KEY(person_id) REFERENCES persons (id), 
	CONSTRAINT uq_drafts_person_id_form_subject UNIQUE (person_id, form, subject)
);
INSERT INTO "drafts" VALUES(1,2,'report','1','{"channel": "chat", "heading": "\u0645\u0635\u0648\u0628\u0647\u0654 \u06f7: \u062c\u062f\u0648\u0644 \u0647\u0632\u06cc\u0646\u0647\u200c\u06a9\u0631\u062f \u062f\u0631 \u0645\u062d\u0644\u0627\u062a \u0647\u062f\u0641 \u062f\u0627\u062f\u0647 \u0634\u0648\u062f."}','{"at": "done", "answers": {"status": "under_way", "percent": 40}, "skipped": [], "sources": {"percent": ["telegram:9"]}, "shown_in": ["telegram:1001"]}','2019-10-05 14:30:01.352382');
CREATE TABLE duties (
	id INTEGER NOT NULL, 
	kind_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	meeting_id INTEGER, 
	CONSTRAINT pk_duties PRIMARY KEY (id), 
	CONSTRAINT fk_duties_kind_id_actor_kinds FOREIGN KEY(kind_id) REFERENCES actor_kinds (id), 
	CONSTRAINT fk_duties_meeting_id_meetings FOREIGN KEY(meeting_id) REFERENCES meetings (id)
);
CREATE TABLE facts (
	name VARCHAR(60) NOT NULL, 
	value JSON NOT NULL, 
	CONSTRAINT pk_facts PRIMARY KEY (name)
);
INSERT INTO "facts" VALUES('links','{"telegram": "https://t.me/dabir_sandbox_bot?start={}"}');
INSERT INTO "facts" VALUES('unreached','{"on": "2019-10-05"}');
CREATE TABLE files (
	hash VARCHAR(64) NOT NULL, 
	size BIGINT NOT NULL, 
	mime VARCHAR(120) NOT NULL, 
	ids JSON NOT NULL, 
	stored_at DATETIME NOT NULL, 
	CONSTRAINT pk_files PRIMARY KEY (hash)
);
CREATE TABLE group_members (
	id INTEGER NOT NULL, 
	group_id INTEGER NOT NULL, 
	agency_id INTEGER NOT NULL, 
	joined_at DATETIME NOT NULL, 
	CONSTRAINT pk_group_members PRIMARY KEY (id), 
	CONSTRAINT fk_group_members_agency_id_agencies FOREIGN KEY(agency_id) REFERENCES agencies (id), 
	CONSTRAINT fk_group_members_group_id_groups FOREIGN KEY(group_id) REFERENCES groups (id), 
	CONSTRAINT uq_group_members_group_id_agency_id UNIQUE (group_id, agency_id)
);
CREATE TABLE groups (
	id INTEGER NOT NULL, 
	name VARCHAR(300) NOT NULL, 
	name_fold VARCHAR(300) NOT NULL, 
	aliases JSON NOT NULL, 
	CONSTRAINT pk_groups PRIMARY KEY (id), 
	CONSTRAINT uq_groups_name_fold UNIQUE (name_fold)
);
CREATE TABLE holidays (
	day DATE NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	off BOOLEAN NOT NULL, 
	estimated BOOLEAN NOT NULL, 
	by_hand BOOLEAN NOT NULL, 
	CONSTRAINT pk_holidays PRIMARY KEY (day)
);
CREATE TABLE inbox (
	id INTEGER NOT NULL, 
	platform VARCHAR(16) NOT NULL, 
	update_id BIGINT NOT NULL, 
	chat VARCHAR(40) NOT NULL, 
	album VARCHAR(40) NOT NULL, 
	raw TEXT NOT NULL, 
	files JSON NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	error TEXT NOT NULL, 
	arrived DOUBLE NOT NULL, 
	CONSTRAINT pk_inbox PRIMARY KEY (id), 
	CONSTRAINT uq_inbox_platform_update_id UNIQUE (platform, update_id)
);
INSERT INTO "inbox" VALUES(1,'telegram',1795789352,'telegram:1000','','{"update_id": 1795789352, "message": {"message_id": 1, "from": {"id": 1000, "is_bot": false, "first_name": "مریم", "last_name": "رضایی", "language_code": "fa"}, "chat": {"id": 1000, "first_name": "مریم", "last_name": "رضایی", "type": "private"}, "date": 1570285800, "text": "/start", "entities": [{"type": "bot_command", "offset": 0, "length": 6}]}}','[]','done','',1.7957893528483088e+09);
INSERT INTO "inbox" VALUES(2,'telegram',1795789353,'telegram:1001','','{"update_id": 1795789353, "message": {"message_id": 3, "from": {"id": 1001, "is_bot": false, "first_name": "سارا", "last_name": "محمدی", "language_code": "fa"}, "chat": {"id": 1001, "first_name": "سارا", "last_name": "محمدی", "type": "private"}, "date": 1570285800, "text": "/start", "entities": [{"type": "bot_command", "offset": 0, "length": 6}]}}','[]','done','',1.79578935308570957e+09);
INSERT INTO "inbox" VALUES(3,'telegram',1795789354,'telegram:1001','','{"update_id": 1795789354, "message": {"message_id": 5, "from": {"id": 1001, "is_bot": false, "first_name": "سارا", "last_name": "محمدی", "language_code": "fa"}, "chat": {"id": 1001, "first_name": "سارا", "last_name": "محمدی", "type": "private"}, "date": 1570285801, "text": "/tasks", "entities": [{"type": "bot_command", "offset": 0, "length": 6}]}}','[]','done','',1.79578935331606912e+09);
INSERT INTO "inbox" VALUES(4,'telegram',1795789355,'telegram:1001','','{"update_id": 1795789355, "callback_query": {"id": "3485261596283096551", "from": {"id": 1001, "is_bot": false, "first_name": "سارا", "last_name": "محمدی", "language_code": "fa"}, "message": {"message_id": 6, "from": {"id": 4200000000, "is_bot": true, "first_name": "دبیر", "username": "dabir_sandbox_bot"}, "chat": {"id": 1001, "first_name": "سارا", "last_name": "محمدی", "type": "private"}, "date": 1570285801, "text": "اقدام‌های باز شهرداری\n۲ اقدام در انتظار پاسخ شماست.\n\n۱. مصوبهٔ ۷، ۷ روز مانده، تا شنبه ۲۰ مهر ۱۳۹۸\nجدول هزینه‌کرد در محلات هدف داده شود.\n\n۲. مصوبهٔ ۸، ۱۴ روز مانده، تا شنبه ۲۷ مهر ۱۳۹۸\nمکان‌های بدون استفاده معرفی شود.\n\nبرای دیدن متن و پاسخ دادن، یکی را برگزینید.", "entities": [{"type": "bold", "offset": 0, "length": 14}, {"type": "bold", "offset": 14, "length": 7}, {"type": "bold", "offset": 53, "length": 1}, {"type": "bold", "offset": 54, "length": 2}, {"type": "bold", "offset": 56, "length": 7}, {"type": "bold", "offset": 63, "length": 1}, {"type": "bold", "offset": 138, "length": 1}, {"type": "bold", "offset": 139, "length": 2}, {"type": "bold", "offset": 141, "length": 7}, {"type": "bold", "offset": 148, "length": 1}], "reply_markup": {"inline_keyboard": [[{"text": "مصوبهٔ ۷، ۷ روز مانده", "callback_data": "task:1:1:"}], [{"text": "مصوبهٔ ۸، ۱۴ روز مانده", "callback_data": "task:2:1:"}], [{"text": "منوی اصلی", "callback_data": "menu:0:0:"}]]}}, "chat_instance": "1001", "data": "task:2:1:"}}','[]','done','',1.79578935341108512e+09);
INSERT INTO "inbox" VALUES(5,'telegram',1795789356,'telegram:1001','','{"update_id": 1795789356, "message": {"message_id": 7, "from": {"id": 1001, "is_bot": false, "first_name": "سارا", "last_name": "محمدی", "language_code": "fa"}, "chat": {"id": 1001, "first_name": "سارا", "last_name": "محمدی", "type": "private"}, "date": 1570285801, "text": "/report", "entities": [{"type": "bot_command", "offset": 0, "length": 7}]}}','[]','done','',1.79578935347978925e+09);
INSERT INTO "inbox" VALUES(6,'telegram',1795789357,'telegram:1001','','{"update_id": 1795789357, "callback_query": {"id": "1097539650969090076", "from": {"id": 1001, "is_bot": false, "first_name": "سارا", "last_name": "محمدی", "language_code": "fa"}, "message": {"message_id": 8, "from": {"id": 4200000000, "is_bot": true, "first_name": "دبیر", "username": "dabir_sandbox_bot"}, "chat": {"id": 1001, "first_name": "سارا", "last_name": "محمدی", "type": "private"}, "date": 1570285801, "text": "ثبت گزارش\nبرای کدام اقدام گزارش می‌دهید؟", "entities": [{"type": "bold", "offset": 0, "length": 9}], "reply_markup": {"inline_keyboard": [[{"text": "مصوبهٔ ۷، ۷ روز مانده", "callback_data": "report:1:1:"}], [{"text": "مصوبهٔ ۸، ۱۴ روز مانده", "callback_data": "report:2:1:"}], [{"text": "منوی اصلی", "callback_data": "menu:0:0:"}]]}}, "chat_instance": "1001", "data": "report:1:1:"}}','[]','done','',1.79578935351990127e+09);
INSERT INTO "inbox" VALUES(7,'telegram',1795789358,'telegram:1001','','{"update_id": 1795789358, "callback_query": {"id": "1023334141968915491", "from": {"id": 1001, "is_bot": false, "first_name": "سارا", "last_name": "محمدی", "language_code": "fa"}, "message": {"message_id": 8, "from": {"id": 4200000000, "is_bot": true, "first_name": "دبیر", "username": "dabir_sandbox_bot"}, "chat": {"id": 1001, "first_name": "سارا", "last_name": "محمدی", "type": "private"}, "date": 1570285801, "text": "گزارش پیشرفت، پرسش ۱ از ۴\nمصوبهٔ ۷: جدول هزینه‌کرد در محلات هدف داده شود.\n\nاین اقدام اکنون در چه وضعیتی است؟", "entities": [{"type": "bold", "offset": 0, "length": 12}], "reply_markup": {"inline_keyboard": [[{"text": "انجام شده", "callback_data": "f:1:1:c=done"}], [{"text": "در دست انجام", "callback_data": "f:1:1:c=under_way"}], [{"text": "آغاز نشده", "callback_data": "f:1:1:c=not_started"}], [{"text": "متوقف مانده", "callback_data": "f:1:1:c=blocked"}], [{"text": "انصراف", "callback_data": "f:1:1:leave"}]]}, "edit_date": 1570285801}, "chat_instance": "1001", "data": "f:1:1:c=under_way"}}','[]','done','',1.79578935360949468e+09);
INSERT INTO "inbox" VALUES(8,'telegram',1795789359,'telegram:1001','','{"update_id": 1795789359, "message": {"message_id": 9, "from": {"id": 1001, "is_bot": false, "first_name": "سارا", "last_name": "محمدی", "language_code": "fa"}, "chat": {"id": 1001, "first_name": "سارا", "last_name": "محمدی", "type": "private"}, "date": 1570285801, "text": "۴۰"}}','[]','done','',1.79578935364233756e+09);
CREATE TABLE invitations (
	id INTEGER NOT NULL, 
	code VARCHAR(40) NOT NULL, 
	agency_id INTEGER, 
	role VARCHAR(32) NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	details JSON NOT NULL, 
	single_use BOOLEAN NOT NULL, 
	uses INTEGER NOT NULL, 
	expires_at DATETIME NOT NULL, 
	revoked_at DATETIME, 
	created_by INTEGER, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_invitations PRIMARY KEY (id), 
	CONSTRAINT fk_invitations_agency_id_agencies FOREIGN KEY(agency_id) REFERENCES agencies (id), 
	CONSTRAINT fk_invitations_created_by_persons FOREIGN KEY(created_by) REFERENCES persons (id), 
	CONSTRAINT uq_invitations_code UNIQUE (code)
);
CREATE TABLE jobs (
	id INTEGER NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	chat VARCHAR(40) NOT NULL, 
	person_id INTEGER, 
	params JSON NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	result JSON NOT NULL, 
	progress_id BIGINT, 
	attempts INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	ended_at DATETIME, 
	CONSTRAINT pk_jobs PRIMARY KEY (id), 
	CONSTRAINT fk_jobs_person_id_persons FOREIGN KEY(person_id) REFERENCES persons (id)
);
INSERT INTO "jobs" VALUES(1,'minutes','telegram:1000',1,'{"text": "\u0635\u0648\u0631\u062a\u062c\u0644\u0633\u0647 \u067e\u0646\u062c\u0645\u06cc\u0646 \u062c\u0644\u0633\u0647 \u06a9\u0627\u0631\u06af\u0631\u0648\u0647 \u0627\u0634\u062a\u063a\u0627\u0644 \u062e\u0627\u0648\u0631\u0627\u0646\n\u0634\u0645\u0627\u0631\u0647 \u062c\u0644\u0633\u0647: \u06f5    \u062a\u0627\u0631\u06cc\u062e \u062c\u0644\u0633\u0647: \u06f1\u06f3\u06f9\u06f8/\u06f0\u06f7/\u06f1\u06f3\n\n\u0645\u0635\u0648\u0628\u0647 \u06f1: \u0622\u0645\u0627\u0631 \u062e\u0627\u0646\u0648\u0627\u0631\u0647\u0627\u06cc \u0632\u06cc\u0631 \u067e\u0648\u0634\u0634 \u062f\u0631 \u0645\u062d\u0644\u0627\u062a \u0647\u062f\u0641 \u0628\u0647 \u062f\u0628\u06cc\u0631\u062e\u0627\u0646\u0647 \u062f\u0627\u062f\u0647 \u0634\u0648\u062f.\n\u0645\u0633\u0626\u0648\u0644: \u06a9\u0645\u06cc\u062a\u0647 \u0627\u0645\u062f\u0627\u062f\n\u0645\u0647\u0644\u062a: \u062f\u0648 \u0647\u0641\u062a\u0647\n", "calendar": {"holidays": [], "weekend": [["0001-01-01", [5, 6]]]}}','waiting','{}',NULL,0,'2019-10-05 14:30:01.392714',NULL);
CREATE TABLE join_requests (
	id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	agency_id INTEGER, 
	agency_name VARCHAR(300) NOT NULL, 
	role VARCHAR(32) NOT NULL, 
	letter JSON, 
	invitation_id INTEGER, 
	state VARCHAR(32) NOT NULL, 
	reason VARCHAR(1000) NOT NULL, 
	asked_at DATETIME NOT NULL, 
	decided_at DATETIME, 
	decided_by INTEGER, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_join_requests PRIMARY KEY (id), 
	CONSTRAINT fk_join_requests_agency_id_agencies FOREIGN KEY(agency_id) REFERENCES agencies (id), 
	CONSTRAINT fk_join_requests_decided_by_persons FOREIGN KEY(decided_by) REFERENCES persons (id), 
	CONSTRAINT fk_join_requests_invitation_id_invitations FOREIGN KEY(invitation_id) REFERENCES invitations (id), 
	CONSTRAINT fk_join_requests_person_id_persons FOREIGN KEY(person_id) REFERENCES persons (id)
);
CREATE TABLE link_codes (
	id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	expires_at DATETIME NOT NULL, 
	used_at DATETIME, 
	CONSTRAINT pk_link_codes PRIMARY KEY (id), 
	CONSTRAINT fk_link_codes_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT fk_link_codes_person_id_persons FOREIGN KEY(person_id) REFERENCES persons (id)
);
CREATE TABLE link_offers (
	id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	asked_at DATETIME, 
	expires_at DATETIME NOT NULL, 
	decided_at DATETIME, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_link_offers PRIMARY KEY (id), 
	CONSTRAINT fk_link_offers_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT fk_link_offers_person_id_persons FOREIGN KEY(person_id) REFERENCES persons (id)
);
CREATE TABLE meetings (
	id INTEGER NOT NULL, 
	body VARCHAR(300) NOT NULL, 
	title VARCHAR(500) NOT NULL, 
	number INTEGER, 
	held_on DATE, 
	state VARCHAR(32) NOT NULL, 
	fingerprint VARCHAR(64) NOT NULL, 
	source JSON, 
	doubts JSON NOT NULL, 
	duties JSON NOT NULL, 
	counts_from DATE, 
	created_by INTEGER, 
	created_at DATETIME NOT NULL, 
	notified_at DATETIME, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_meetings PRIMARY KEY (id), 
	CONSTRAINT fk_meetings_created_by_persons FOREIGN KEY(created_by) REFERENCES persons (id)
);
INSERT INTO "meetings" VALUES(1,'','جلسه‌ای دیگر از کارگروه',4,NULL,'notified','',NULL,'[]','[]',NULL,NULL,'2019-10-05 14:30:00.874098',NULL,1);
CREATE TABLE memberships (
	id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	agency_id INTEGER, 
	role VARCHAR(32) NOT NULL, 
	since DATETIME NOT NULL, 
	ended_at DATETIME, 
	letter JSON, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_memberships PRIMARY KEY (id), 
	CONSTRAINT fk_memberships_agency_id_agencies FOREIGN KEY(agency_id) REFERENCES agencies (id), 
	CONSTRAINT fk_memberships_person_id_persons FOREIGN KEY(person_id) REFERENCES persons (id)
);
INSERT INTO "memberships" VALUES(1,1,NULL,'secretary','2019-10-05 14:30:00.677763',NULL,'null',1);
INSERT INTO "memberships" VALUES(2,2,1,'representative','2019-10-05 14:30:00.754431',NULL,NULL,1);
CREATE TABLE obligations (
	id INTEGER NOT NULL, 
	resolution_id INTEGER NOT NULL, 
	agency_id INTEGER NOT NULL, 
	item VARCHAR(100) NOT NULL, 
	period VARCHAR(20) NOT NULL, 
	deadline_version INTEGER NOT NULL, 
	due DATE, 
	state VARCHAR(32) NOT NULL, 
	next_reminder_at DATETIME, 
	reminded_on DATE, 
	snoozed_until DATE, 
	assignee_id INTEGER, 
	created_at DATETIME NOT NULL, 
	answered_at DATETIME, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_obligations PRIMARY KEY (id), 
	CONSTRAINT fk_obligations_agency_id_agencies FOREIGN KEY(agency_id) REFERENCES agencies (id), 
	CONSTRAINT fk_obligations_assignee_id_persons FOREIGN KEY(assignee_id) REFERENCES persons (id), 
	CONSTRAINT fk_obligations_resolution_id_resolutions FOREIGN KEY(resolution_id) REFERENCES resolutions (id), 
	CONSTRAINT uq_obligations_resolution_id_agency_id_item_period UNIQUE (resolution_id, agency_id, item, period)
);
INSERT INTO "obligations" VALUES(1,1,1,'','',1,'2019-10-12','open','2019-10-09 05:30:00.000000','2019-10-05',NULL,NULL,'2019-10-05 14:30:00.874098',NULL,1);
INSERT INTO "obligations" VALUES(2,2,1,'','',1,'2019-10-19','open','2019-10-16 05:30:00.000000','2019-10-05',NULL,NULL,'2019-10-05 14:30:00.986995',NULL,1);
CREATE TABLE outbox (
	id INTEGER NOT NULL, 
	person_id INTEGER, 
	chat VARCHAR(40) NOT NULL, 
	lane VARCHAR(32) NOT NULL, 
	operation VARCHAR(32) NOT NULL, 
	language VARCHAR(8) NOT NULL, 
	screen TEXT NOT NULL, 
	media BOOLEAN NOT NULL, 
	callback_id VARCHAR(80) NOT NULL, 
	target_id BIGINT, 
	not_before DATETIME, 
	dedupe_key VARCHAR(120), 
	batch VARCHAR(60) NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	reason VARCHAR(300) NOT NULL, 
	attempts INTEGER NOT NULL, 
	retry_at DOUBLE NOT NULL, 
	message_id BIGINT, 
	shows VARCHAR(64) NOT NULL, 
	created_at DATETIME NOT NULL, 
	sent_at DATETIME, platform VARCHAR(16) DEFAULT '' NOT NULL, 
	CONSTRAINT pk_outbox PRIMARY KEY (id), 
	CONSTRAINT fk_outbox_person_id_persons FOREIGN KEY(person_id) REFERENCES persons (id), 
	CONSTRAINT uq_outbox_dedupe_key UNIQUE (dedupe_key)
);
INSERT INTO "outbox" VALUES(1,NULL,'telegram:1000','1reply','send','fa','{"t":{"t":"start.lines","p":{"lines":[{"w":{"t":"start.greeting","p":{"name":{"w":"مریم رضایی"}}},"i":{"t":"start.greeting_bare"}},"",{"t":"start.owner","p":{"office":"دبیرخانهٔ کارگروه"}},"",{"t":"start.role","p":{"role":{"t":"members.role.secretary"}}}]}},"b":[[[{"t":"menu.minutes"},"go:0:0:minutes",""],[{"t":"menu.meetings"},"go:0:0:meetings",""]],[[{"t":"menu.resolutions"},"go:0:0:resolutions",""],[{"t":"menu.review"},"go:0:0:review",""]],[[{"t":"menu.behalf"},"go:0:0:behalf",""],[{"t":"menu.status"},"go:0:0:status",""]],[[{"t":"menu.members"},"go:0:0:members",""],[{"t":"menu.holidays"},"go:0:0:holidays",""]],[[{"t":"menu.tasks"},"go:0:0:tasks",""],[{"t":"menu.report"},"go:0:0:report",""]],[[{"t":"menu.history"},"go:0:0:history",""],[{"t":"menu.duties"},"go:0:0:duties",""]],[[{"t":"menu.settings"},"go:0:0:settings",""],[{"t":"menu.help"},"go:0:0:help",""]],[[{"t":"start.me"},"me:0:0:",""]]]}',0,'',NULL,NULL,NULL,'','sent','',1,0.0,2,'bf8537e9b2eec4429ec08e936fa8f914','2019-10-05 14:30:00.707679','2019-10-05 14:30:00.730320','telegram');
INSERT INTO "outbox" VALUES(2,NULL,'telegram:1001','1reply','send','fa','{"t":{"t":"start.lines","p":{"lines":[{"w":{"t":"start.greeting","p":{"name":{"w":"سارا محمدی"}}},"i":{"t":"start.greeting_bare"}},"",{"t":"start.owes_nothing","p":{"role":{"t":"members.role_of.representative","p":{"agency":"شهرداری"}},"count":0,"overdue":0}}]}},"b":[[[{"t":"menu.tasks"},"go:0:0:tasks",""],[{"t":"menu.report"},"go:0:0:report",""]],[[{"t":"menu.history"},"go:0:0:history",""],[{"t":"menu.duties"},"go:0:0:duties",""]],[[{"t":"menu.settings"},"go:0:0:settings",""],[{"t":"menu.help"},"go:0:0:help",""]],[[{"t":"start.me"},"me:0:0:",""]]]}',0,'',NULL,NULL,NULL,'','sent','',1,0.0,4,'77f0b51b32553ae0a609add180ea5f04','2019-10-05 14:30:00.838065','2019-10-05 14:30:00.850523','telegram');
INSERT INTO "outbox" VALUES(3,NULL,'telegram:1001','1reply','send','fa','{"t":{"t":"form.lines","p":{"lines":[{"t":"tasks.title","p":{"agency":"شهرداری"}},{"t":"tasks.count","p":{"count":2}},"",{"t":"tasks.row","p":{"place":1,"title":{"t":"tasks.named","p":{"number":7}},"due":{"t":"tasks.due.left","p":{"due":{"d":"2019-10-12"},"days":7}},"text":"جدول هزینه‌کرد در محلات هدف داده شود."}},"",{"t":"tasks.row","p":{"place":2,"title":{"t":"tasks.named","p":{"number":8}},"due":{"t":"tasks.due.left","p":{"due":{"d":"2019-10-19"},"days":14}},"text":"مکان‌های بدون استفاده معرفی شود."}},"",{"t":"tasks.choose"}]}},"b":[[[{"t":"tasks.label","p":{"title":{"t":"tasks.named","p":{"number":7}},"left":{"t":"tasks.short.left","p":{"days":7}}}},"task:1:1:",""]],[[{"t":"tasks.label","p":{"title":{"t":"tasks.named","p":{"number":8}},"left":{"t":"tasks.short.left","p":{"days":14}}}},"task:2:1:",""]],[[{"t":"menu.button"},"menu:0:0:",""]]]}',0,'',NULL,NULL,NULL,'','sent','',1,0.0,6,'b6ee450300febd43cc779e8d6e0165ba','2019-10-05 14:30:01.072420','2019-10-05 14:30:01.092616','telegram');
INSERT INTO "outbox" VALUES(4,NULL,'telegram:1001','1reply','toast','fa','',0,'3485261596283096551',NULL,NULL,NULL,'','sent','',1,0.0,NULL,'','2019-10-05 14:30:01.152059','2019-10-05 14:30:01.160514','telegram');
INSERT INTO "outbox" VALUES(5,NULL,'telegram:1001','1reply','edit','fa','{"t":{"t":"form.lines","p":{"lines":[{"t":"tasks.head","p":{"title":{"t":"tasks.named","p":{"number":8}},"meeting":"جلسه‌ای دیگر از کارگروه"}},{"t":"tasks.agency","p":{"agency":"شهرداری"}},{"t":"tasks.deadline","p":{"due":{"t":"tasks.due.left","p":{"due":{"d":"2019-10-19"},"days":14}}}},"","مکان‌های بدون استفاده معرفی شود."]}},"b":[[[{"t":"tasks.report"},"report:2:1:",""],[{"t":"tasks.letter"},"letter:2:1:",""]],[[{"t":"tasks.nothing"},"nothing:2:1:",""],[{"t":"tasks.not_ours"},"not_ours:2:1:",""]],[[{"t":"tasks.hand"},"hand:2:1:",""],[{"t":"tasks.snooze"},"snooze:2:1:",""]],[[{"t":"tasks.list"},"tasks:0:0:",""],[{"t":"menu.button"},"menu:0:0:",""]]]}',0,'',3,NULL,NULL,'','sent','',1,0.0,6,'b6ee450300febd43cc779e8d6e0165ba','2019-10-05 14:30:01.152059','2019-10-05 14:30:01.163211','telegram');
INSERT INTO "outbox" VALUES(6,NULL,'telegram:1001','1reply','send','fa','{"t":{"t":"report.choose"},"b":[[[{"t":"tasks.label","p":{"title":{"t":"tasks.named","p":{"number":7}},"left":{"t":"tasks.short.left","p":{"days":7}}}},"report:1:1:",""]],[[{"t":"tasks.label","p":{"title":{"t":"tasks.named","p":{"number":8}},"left":{"t":"tasks.short.left","p":{"days":14}}}},"report:2:1:",""]],[[{"t":"menu.button"},"menu:0:0:",""]]]}',0,'',NULL,NULL,NULL,'','sent','',1,0.0,8,'c7a302b6448412810cdb6bbe61d27214','2019-10-05 14:30:01.194910','2019-10-05 14:30:01.206760','telegram');
INSERT INTO "outbox" VALUES(7,NULL,'telegram:1001','1reply','toast','fa','',0,'1097539650969090076',NULL,NULL,NULL,'','sent','',1,0.0,NULL,'','2019-10-05 14:30:01.262252','2019-10-05 14:30:01.292541','telegram');
INSERT INTO "outbox" VALUES(8,NULL,'telegram:1001','1reply','edit','fa','{"t":{"t":"form.lines","p":{"lines":[{"t":"form.head","p":{"title":{"t":"report.title"},"place":1,"total":4}},"مصوبهٔ ۷: جدول هزینه‌کرد در محلات هدف داده شود.","",{"t":"report.status.ask"}]}},"b":[[[{"t":"report.status.done"},"f:1:1:c=done",""]],[[{"t":"report.status.under_way"},"f:1:1:c=under_way",""]],[[{"t":"report.status.not_started"},"f:1:1:c=not_started",""]],[[{"t":"report.status.blocked"},"f:1:1:c=blocked",""]],[[{"t":"form.leave"},"f:1:1:leave",""]]]}',0,'',6,NULL,NULL,'','sent','',1,0.0,8,'83b63fd717554e44e491f6d80cf12094','2019-10-05 14:30:01.262252','2019-10-05 14:30:01.292541','telegram');
INSERT INTO "outbox" VALUES(9,NULL,'telegram:1001','1reply','toast','fa','',0,'1023334141968915491',NULL,NULL,NULL,'','sent','',1,0.0,NULL,'','2019-10-05 14:30:01.320366','2019-10-05 14:30:01.326980','telegram');
INSERT INTO "outbox" VALUES(10,NULL,'telegram:1001','1reply','edit','fa','{"t":{"t":"form.lines","p":{"lines":[{"t":"form.head","p":{"title":{"t":"report.title"},"place":2,"total":5}},"مصوبهٔ ۷: جدول هزینه‌کرد در محلات هدف داده شود.","",{"t":"report.percent.ask"}]}},"b":[[[{"t":"form.back"},"f:1:2:back",""],[{"t":"form.leave"},"f:1:2:leave",""]]]}',0,'',6,NULL,NULL,'','sent','',1,0.0,8,'c7a302b6448412810cdb6bbe61d27214','2019-10-05 14:30:01.320366','2019-10-05 14:30:01.326980','telegram');
INSERT INTO "outbox" VALUES(11,NULL,'telegram:1001','1reply','send','fa','{"t":{"t":"form.lines","p":{"lines":[{"t":"form.head","p":{"title":{"t":"report.title"},"place":3,"total":5}},"مصوبهٔ ۷: جدول هزینه‌کرد در محلات هدف داده شود.","",{"t":"report.done.ask"}]}},"b":[[[{"t":"form.back"},"f:1:3:back",""],[{"t":"form.leave"},"f:1:3:leave",""]]]}',0,'',NULL,NULL,NULL,'','sent','',1,0.0,10,'ee6155da1d500779c0f92ac737a492cb','2019-10-05 14:30:01.356769','2019-10-05 14:30:01.368850','telegram');
INSERT INTO "outbox" VALUES(12,2,'','2reminder','send','','{"t":{"t":"menu.tasks"},"b":[[[{"t":"menu.tasks"},"go:0:0:tasks",""]]]}',0,'',NULL,NULL,NULL,'group:1','pending','',0,0.0,NULL,'','2019-10-05 14:30:01.392714',NULL,'');
CREATE TABLE owners (
	id INTEGER NOT NULL, 
	resolution_id INTEGER NOT NULL, 
	agency_id INTEGER, 
	group_id INTEGER, 
	name VARCHAR(500) NOT NULL, 
	item VARCHAR(100) NOT NULL, 
	partner BOOLEAN NOT NULL, 
	place INTEGER NOT NULL, 
	CONSTRAINT pk_owners PRIMARY KEY (id), 
	CONSTRAINT fk_owners_agency_id_agencies FOREIGN KEY(agency_id) REFERENCES agencies (id), 
	CONSTRAINT fk_owners_group_id_groups FOREIGN KEY(group_id) REFERENCES groups (id), 
	CONSTRAINT fk_owners_resolution_id_resolutions FOREIGN KEY(resolution_id) REFERENCES resolutions (id)
);
INSERT INTO "owners" VALUES(1,1,1,NULL,'شهرداری','',0,0);
INSERT INTO "owners" VALUES(2,2,1,NULL,'شهرداری','',0,0);
CREATE TABLE persons (
	id INTEGER NOT NULL, 
	title VARCHAR(60) NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	name_fold VARCHAR(200) NOT NULL, 
	post VARCHAR(200) NOT NULL, 
	phone VARCHAR(20) NOT NULL, 
	phone_verified BOOLEAN NOT NULL, 
	language VARCHAR(8) NOT NULL, 
	settings JSON NOT NULL, 
	active_id INTEGER, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_persons PRIMARY KEY (id)
);
INSERT INTO "persons" VALUES(1,'','مریم رضایی','مریم رضایی','','',0,'fa','{}',NULL,'2019-10-05 14:30:00.664979');
INSERT INTO "persons" VALUES(2,'','سارا محمدی','سارا محمدی','','',0,'fa','{}',NULL,'2019-10-05 14:30:00.754431');
CREATE TABLE resolutions (
	id INTEGER NOT NULL, 
	meeting_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	text_fold TEXT NOT NULL, 
	phrase VARCHAR(500) NOT NULL, 
	deadline JSON NOT NULL, 
	due DATE, 
	deadline_version INTEGER NOT NULL, 
	period_due DATE, 
	items JSON NOT NULL, 
	refers JSON NOT NULL, 
	doubts JSON NOT NULL, 
	template JSON, 
	check_in BOOLEAN NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_resolutions PRIMARY KEY (id), 
	CONSTRAINT fk_resolutions_meeting_id_meetings FOREIGN KEY(meeting_id) REFERENCES meetings (id)
);
INSERT INTO "resolutions" VALUES(1,1,7,'جدول هزینه‌کرد در محلات هدف داده شود.','جدول هزینه کرد در محلات هدف داده شود.','','{"kind": "date", "due": "1398-07-20"}','2019-10-12',1,NULL,'[]','[]','[]','null',1,'active',1);
INSERT INTO "resolutions" VALUES(2,1,8,'مکان‌های بدون استفاده معرفی شود.','مکان های بدون استفاده معرفی شود.','','{"kind": "date", "due": "1398-07-27"}','2019-10-19',1,NULL,'[]','[]','[]','null',1,'active',1);
CREATE TABLE submissions (
	id INTEGER NOT NULL, 
	obligation_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	form VARCHAR(60) NOT NULL, 
	form_version INTEGER NOT NULL, 
	answers JSON NOT NULL, 
	attachments JSON NOT NULL, 
	sources JSON NOT NULL, 
	supplement BOOLEAN NOT NULL, 
	channel VARCHAR(20) NOT NULL, 
	verdict VARCHAR(32) NOT NULL, 
	words TEXT NOT NULL, 
	sent_at DATETIME NOT NULL, 
	reviewed_at DATETIME, 
	reviewed_by INTEGER, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_submissions PRIMARY KEY (id), 
	CONSTRAINT fk_submissions_obligation_id_obligations FOREIGN KEY(obligation_id) REFERENCES obligations (id), 
	CONSTRAINT fk_submissions_person_id_persons FOREIGN KEY(person_id) REFERENCES persons (id), 
	CONSTRAINT fk_submissions_reviewed_by_persons FOREIGN KEY(reviewed_by) REFERENCES persons (id)
);
CREATE INDEX ix_inbox_open ON inbox (chat, id) WHERE state IN ('fetching', 'ready');
CREATE INDEX ix_persons_name_fold ON persons (name_fold);
CREATE INDEX ix_accounts_person_id ON accounts (person_id);
CREATE INDEX ix_audit_subject_subject_id ON audit (subject, subject_id);
CREATE INDEX ix_jobs_state_id ON jobs (state, id);
CREATE INDEX ix_meetings_fingerprint ON meetings (fingerprint);
CREATE INDEX ix_outbox_batch ON outbox (batch);
CREATE INDEX ix_outbox_chat_message_id ON outbox (chat, message_id);
CREATE INDEX ix_outbox_person_id ON outbox (person_id);
CREATE INDEX ix_duties_kind_id ON duties (kind_id);
CREATE INDEX ix_group_members_agency_id ON group_members (agency_id);
CREATE INDEX ix_invitations_agency_id ON invitations (agency_id);
CREATE INDEX ix_memberships_agency_id_ended_at ON memberships (agency_id, ended_at);
CREATE INDEX ix_memberships_person_id ON memberships (person_id);
CREATE INDEX ix_resolutions_meeting_id ON resolutions (meeting_id);
CREATE INDEX ix_resolutions_period_due ON resolutions (period_due);
CREATE INDEX ix_join_requests_person_id ON join_requests (person_id);
CREATE INDEX ix_join_requests_state_id ON join_requests (state, id);
CREATE INDEX ix_obligations_agency_id_state ON obligations (agency_id, state);
CREATE INDEX ix_obligations_next_reminder_at ON obligations (next_reminder_at);
CREATE INDEX ix_obligations_state_due ON obligations (state, due);
CREATE INDEX ix_owners_agency_id ON owners (agency_id);
CREATE INDEX ix_owners_group_id ON owners (group_id);
CREATE INDEX ix_owners_resolution_id ON owners (resolution_id);
CREATE INDEX ix_submissions_obligation_id ON submissions (obligation_id);
CREATE INDEX ix_submissions_person_id ON submissions (person_id);
CREATE INDEX ix_submissions_verdict_id ON submissions (verdict, id);
CREATE INDEX ix_outbox_pending ON outbox (platform, lane, id) WHERE state = 'pending';
CREATE INDEX ix_link_codes_digest ON link_codes (digest);
CREATE INDEX ix_link_codes_person_id ON link_codes (person_id);
CREATE INDEX ix_link_offers_account_id_person_id ON link_offers (account_id, person_id);
CREATE INDEX ix_link_offers_person_id ON link_offers (person_id);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('drafts',1);
COMMIT;
