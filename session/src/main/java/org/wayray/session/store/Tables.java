package org.wayray.session.store;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/** The tables and columns of the migrations in this package. */
final class Tables {
    static final Table<Record> SESSION = table(name("session"));
    static final Field<String> SESSION_KEY = field(name("session", "id"), SQLDataType.VARCHAR);
    static final Field<String> KIND = field(name("session", "kind"), SQLDataType.VARCHAR);
    static final Field<String> USER_NAME = field(name("session", "user_name"), SQLDataType.VARCHAR);
    static final Field<String> STATE = field(name("session", "state"), SQLDataType.VARCHAR);
    static final Field<Long> CREATED_AT = field(name("session", "created_at"), SQLDataType.BIGINT);
    static final Field<Long> STATE_SINCE = field(name("session", "state_since"), SQLDataType.BIGINT);
    static final Field<String> END_REASON = field(name("session", "end_reason"), SQLDataType.VARCHAR);

    static final Table<Record> TOKEN = table(name("token"));
    static final Field<byte[]> HASH = field(name("token", "hash"), SQLDataType.BLOB);
    static final Field<String> PROVIDER = field(name("token", "provider"), SQLDataType.VARCHAR);
    static final Field<String> OWNER = field(name("token", "user_name"), SQLDataType.VARCHAR);
    static final Field<String> LABEL = field(name("token", "label"), SQLDataType.VARCHAR);
    static final Field<Long> ADDED_AT = field(name("token", "added_at"), SQLDataType.BIGINT);

    static final Table<Record> BINDING = table(name("binding"));
    static final Field<byte[]> BOUND_TOKEN = field(name("binding", "token_hash"), SQLDataType.BLOB);
    static final Field<String> BOUND_SESSION = field(name("binding", "session_id"), SQLDataType.VARCHAR);

    private Tables() {}
}
