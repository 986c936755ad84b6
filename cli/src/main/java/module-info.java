/** What all programs share on the command line: diagnostics, exit statuses, version, log set-up. */
module org.wayray.cli {
    requires static org.jspecify;
    requires transitive info.picocli;
    requires transitive org.slf4j;
    requires ch.qos.logback.classic;

    exports org.wayray.cli;
}
