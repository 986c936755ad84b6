/** Sessions as the front door knows them: their states and owners, the tokens that lead to them, and the store that outlives it. */
module org.wayray.session {
    requires static org.jspecify;
    requires flyway.core;
    requires java.sql;
    requires org.jooq;
    requires org.slf4j;
    requires org.xerial.sqlitejdbc;

    exports org.wayray.session;
    exports org.wayray.session.token;

    opens org.wayray.session.store to
            flyway.core;
}
