package org.wayray.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    @Test
    void aHostAloneGetsTheDefaultPort() {
        assertThat(Endpoint.parse("desk.example")).isEqualTo(new Endpoint("desk.example", 4433));
        assertThat(Endpoint.parse("::1")).isEqualTo(new Endpoint("::1", 4433));
    }

    @Test
    void anIpv6AddressWithAPortIsWrittenInBrackets() {
        assertThat(Endpoint.parse("[fe80::1%eth0]:5000")).isEqualTo(new Endpoint("fe80::1%eth0", 5000));
        assertThat(new Endpoint("::1", 1).toString()).isEqualTo("[::1]:1");
        assertThat(new Endpoint("desk", 1).toString()).isEqualTo("desk:1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":4433", "host:", "host:x", "host:65536", "a b", "[::1", "host:1:2x"})
    void whatIsNoAddressIsRefused(String text) {
        assertThatThrownBy(() -> Endpoint.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
