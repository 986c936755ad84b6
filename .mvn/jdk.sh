# Sourced by ./wayray and ./mvnw: makes JAVA_HOME name a JDK 25 or newer, or leaves it alone when none is found.
# A fitting JAVA_HOME of the caller's wins; then the `java` on PATH; then the usual folders of JDKs.

wayray_java_major() { # FOLDER: prints the feature version of the JDK there, 0 when it is none
    if [ -x "$1/bin/javac" ] && [ -r "$1/release" ]; then
        sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" | grep . || echo 0
    else
        echo 0
    fi
}

wayray_find_jdk() {
    for candidate in "${JAVA_HOME:-}" \
        "$(readlink -f "$(command -v javac 2>/dev/null || true)" 2>/dev/null | sed 's|/bin/javac$||')" \
        /usr/lib/jvm/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /usr/jdk/instances/*; do
        if [ -n "$candidate" ] && [ "$(wayray_java_major "$candidate")" -ge "${WAYRAY_JAVA_MINIMUM:-25}" ]; then
            printf '%s\n' "$candidate"
            return 0
        fi
    done
    return 1
}

if wayray_jdk=$(wayray_find_jdk); then
    JAVA_HOME=$wayray_jdk
    export JAVA_HOME
fi
unset wayray_jdk
