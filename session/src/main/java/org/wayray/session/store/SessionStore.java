package org.wayray.session.store;

import static org.wayray.session.store.Tables.ADDED_AT;
import static org.wayray.session.store.Tables.BINDING;
import static org.wayray.session.store.Tables.BOUND_SESSION;
import static org.wayray.session.store.Tables.BOUND_TOKEN;
import static org.wayray.session.store.Tables.CREATED_AT;
import static org.wayray.session.store.Tables.END_REASON;
import static org.wayray.session.store.Tables.HASH;
import static org.wayray.session.store.Tables.KIND;
import static org.wayray.session.store.Tables.LABEL;
import static org.wayray.session.store.Tables.OWNER;
import static org.wayray.session.store.Tables.PROVIDER;
import static org.wayray.session.store.Tables.SESSION;
import static org.wayray.session.store.Tables.SESSION_KEY;
import static org.wayray.session.store.Tables.STATE;
import static org.wayray.session.store.Tables.STATE_SINCE;
import static org.wayray.session.store.Tables.TOKEN;
import static org.wayray.session.store.Tables.USER_NAME;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.wayray.session.Session;
import org.wayray.session.SessionId;
import org.wayray.session.SessionKind;
import org.wayray.session.SessionState;
import org.wayray.session.StoreException;
import org.wayray.session.token.RegisteredToken;
import org.wayray.session.token.TokenHash;

/**
 * The registry's rows. What a method has written when it returns survives the end of the process; a method that throws has written
 * nothing. Confined to one thread.
 */
public final class SessionStore implements AutoCloseable {
    private static final int BUSY_MILLIS = 5_000;

    private final Connection connection;
    private final DSLContext rows;

    private SessionStore(Connection connection) {
        this.connection = connection;
        rows = DSL.using(connection, SQLDialect.SQLITE);
    }

    /**
     * Opens the file, made if it is not there, and brings it to this version's form.
     *
     * @throws StoreException it cannot be opened, is damaged, or was written by a newer version
     */
    public static SessionStore open(Path file) {
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_MILLIS);
        var source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        try {
            Flyway.configure(SessionStore.class.getClassLoader())
                    .dataSource(source)
                    .loggers("slf4j")
                    .locations("classpath:org/wayray/session/store")
                    .load()
                    .migrate();
            return new SessionStore(source.getConnection());
        } catch (FlywayException | SQLException e) {
            throw new StoreException("cannot open " + file, e);
        }
    }

    /** All sessions that are not over, the oldest first. */
    public List<Session> liveSessions() {
        return read(
                "read the sessions",
                on -> on.select(SESSION_KEY, KIND, USER_NAME, STATE, CREATED_AT, STATE_SINCE)
                        .from(SESSION)
                        .where(STATE.ne(SessionState.DESTROYED.name()))
                        .orderBy(CREATED_AT, SESSION_KEY)
                        .fetch(SessionStore::session));
    }

    /** Which session each token leads to. */
    public Map<TokenHash, SessionId> bindings() {
        return read(
                "read which token leads where",
                on -> on.select(BOUND_TOKEN, BOUND_SESSION)
                        .from(BINDING)
                        .fetchMap(
                                row -> new TokenHash(row.get(BOUND_TOKEN)),
                                row -> new SessionId(row.get(BOUND_SESSION))));
    }

    /** All tokens that an administrator knows, the oldest first. */
    public List<RegisteredToken> registeredTokens() {
        return read(
                "read the tokens",
                on -> on.select(HASH, PROVIDER, OWNER, LABEL, ADDED_AT)
                        .from(TOKEN)
                        .orderBy(ADDED_AT, HASH)
                        .fetch(SessionStore::token));
    }

    /** Adds a session. */
    public void insert(Session session) {
        write(
                "note session " + session.id(),
                on -> on.insertInto(SESSION)
                        .set(SESSION_KEY, session.id().text())
                        .set(KIND, session.kind().name())
                        .set(USER_NAME, session.user())
                        .set(STATE, session.state().name())
                        .set(CREATED_AT, session.createdAt().toEpochMilli())
                        .set(STATE_SINCE, session.stateSince().toEpochMilli())
                        .execute());
    }

    /**
     * Notes that a session is in another state. Where that is the end, no token leads to it any more.
     *
     * @param before the state that the row has to be in
     * @param reason why it ended; empty otherwise
     * @throws StoreException also if the row is in another state
     */
    public void change(Session after, SessionState before, String reason) {
        write("note that session " + after.id() + " is " + after.state(), on -> {
            int changed = on.update(SESSION)
                    .set(STATE, after.state().name())
                    .set(STATE_SINCE, after.stateSince().toEpochMilli())
                    .set(END_REASON, reason)
                    .where(SESSION_KEY.eq(after.id().text()), STATE.eq(before.name()))
                    .execute();
            if (changed != 1) {
                throw new StoreException("session " + after.id() + " is not " + before + " in the store");
            }
            if (!after.state().isLive()) {
                on.deleteFrom(BINDING)
                        .where(BOUND_SESSION.eq(after.id().text()))
                        .execute();
            }
        });
    }

    /** Has a token lead to a session, and nowhere else. */
    public void bind(TokenHash token, SessionId session) {
        write(
                "bind token " + token.shortName(),
                on -> on.insertInto(BINDING)
                        .set(BOUND_TOKEN, token.bytes())
                        .set(BOUND_SESSION, session.text())
                        .onConflict(BOUND_TOKEN)
                        .doUpdate()
                        .set(BOUND_SESSION, session.text())
                        .execute());
    }

    /** Has a token lead nowhere. */
    public void unbind(TokenHash token) {
        write(
                "unbind token " + token.shortName(),
                on -> on.deleteFrom(BINDING)
                        .where(BOUND_TOKEN.eq(token.bytes()))
                        .execute());
    }

    /** Adds a token, or gives it another owner and label. */
    public void register(RegisteredToken token) {
        write(
                "note token " + token.hash().shortName(),
                on -> on.insertInto(TOKEN)
                        .set(HASH, token.hash().bytes())
                        .set(PROVIDER, token.provider())
                        .set(OWNER, token.user())
                        .set(LABEL, token.label())
                        .set(ADDED_AT, token.addedAt().toEpochMilli())
                        .onConflict(HASH)
                        .doUpdate()
                        .set(OWNER, token.user())
                        .set(LABEL, token.label())
                        .execute());
    }

    /** Forgets a token, and that it leads anywhere. */
    public void revoke(TokenHash token) {
        write("revoke token " + token.shortName(), on -> {
            on.deleteFrom(TOKEN).where(HASH.eq(token.bytes())).execute();
            on.deleteFrom(BINDING).where(BOUND_TOKEN.eq(token.bytes())).execute();
        });
    }

    /** Forgets the sessions that were over before that. */
    public void forgetEndedBefore(Instant time) {
        write(
                "forget old sessions",
                on -> on.deleteFrom(SESSION)
                        .where(STATE.eq(SessionState.DESTROYED.name()), STATE_SINCE.lt(time.toEpochMilli()))
                        .execute());
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new StoreException("cannot close the store", e);
        }
    }

    private <T> T read(String what, Function<DSLContext, T> query) {
        try {
            return query.apply(rows);
        } catch (DataAccessException | IllegalArgumentException e) {
            // the second: a row that this program did not write
            throw new StoreException("cannot " + what, e);
        }
    }

    private void write(String what, Consumer<DSLContext> change) {
        try {
            rows.transaction(within -> change.accept(within.dsl()));
        } catch (DataAccessException e) {
            throw new StoreException("cannot " + what, e);
        }
    }

    private static Session session(Record row) {
        return new Session(
                new SessionId(row.get(SESSION_KEY)),
                SessionKind.valueOf(row.get(KIND)),
                row.get(USER_NAME),
                SessionState.valueOf(row.get(STATE)),
                Instant.ofEpochMilli(row.get(CREATED_AT)),
                Instant.ofEpochMilli(row.get(STATE_SINCE)));
    }

    private static RegisteredToken token(Record row) {
        return new RegisteredToken(
                new TokenHash(row.get(HASH)),
                row.get(PROVIDER),
                row.get(OWNER),
                row.get(LABEL),
                Instant.ofEpochMilli(row.get(ADDED_AT)));
    }
}
