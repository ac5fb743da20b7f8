package dev.slipway.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StagesTest {
    private static final String MULTI = """
            FROM golang:1 AS build
            RUN make
            FROM node:20 AS Assets
            RUN npm ci
            FROM alpine AS unused
            FROM busybox AS runtime
            COPY --from=BUILD /a /a
            COPY --from=1 /b /b
            COPY --from=nginx:1.27 /c /c
            RUN --mount=type=cache,target=/x --mount=type=bind,from=registry.example.com/tool:2,target=/t true
            """;

    @Test
    void buildKitNeedsOnlyWhatTheTargetTakesFrom() {
        assertEquals(
                List.of("golang:1", "node:20", "busybox", "nginx:1.27", "registry.example.com/tool:2"),
                buildKit(MULTI, Map.of(), Optional.of("runtime")));
        assertEquals(List.of("node:20"), buildKit(MULTI, Map.of(), Optional.of("assets")));
    }

    @Test
    void theClassicBuilderNeedsEveryStageUpToTheTarget() {
        assertEquals(List.of("golang:1", "node:20", "alpine"), classic(MULTI, Map.of(), Optional.of("unused")));
    }

    @Test
    void theLastStageIsTheTargetUnlessOneIsNamed() {
        assertEquals(buildKit(MULTI, Map.of(), Optional.of("3")), buildKit(MULTI, Map.of(), Optional.empty()));
    }

    @Test
    void needsNothingForATargetThatIsNotThere() {
        assertEquals(List.of(), buildKit(MULTI, Map.of(), Optional.of("nowhere")));
        assertEquals(List.of(), buildKit(MULTI, Map.of(), Optional.of("9")));
        assertEquals(List.of(), buildKit("", Map.of(), Optional.empty()));
    }

    @ParameterizedTest(name = "{0} {1} with {2}: {3}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "ARG BASE=alpine:3        | FROM $BASE                      | -          | alpine:3",
                "ARG BASE=alpine:3        | FROM ${BASE}                    | debian:12  | debian:12",
                "ARG BASE                 | FROM ${BASE:-busybox:1}         | -          | busybox:1",
                "ARG BASE                 | FROM ${BASE:-busybox:1}         | debian     | debian",
                "ARG BASE=                | FROM ${BASE-busybox}            | -          | -",
                "ARG BASE=                | FROM ${BASE:-busybox}           | -          | busybox",
                "ARG BASE=x               | FROM alpine${BASE:+:edge}       | -          | alpine:edge",
                "ARG BASE                 | FROM alpine${BASE:+:edge}       | -          | alpine",
                "ARG V=3 BASE=alpine:$V   | FROM $BASE                      | -          | alpine:3",
                "ARG BASE=\"alpine:3\"    | FROM $BASE                      | -          | alpine:3",
                "ARG OTHER=1              | FROM $BASE                      | debian     | -",
                "#                        | FROM scratch                    | -          | -",
                "#                        | from busybox as x               | -          | busybox",
                "#                        | FROM UPPER/case                 | -          | -",
            })
    void readsTheBaseOfAStage(String before, String from, String base, String expected) {
        var args = base == null ? Map.<String, String>of() : Map.of("BASE", base);

        assertEquals(
                expected == null ? List.of() : List.of(expected),
                buildKit(before + "\n" + from, args, Optional.empty()));
    }

    @Test
    void anArgumentWithinAStageSaysNothingAboutALaterBase() {
        assertEquals(
                List.of("alpine:3"),
                buildKit("ARG V=3\nFROM busybox AS a\nARG V=4\nFROM alpine:$V\n", Map.of(), Optional.empty()));
    }

    @Test
    void aStageThatIsNamedLikeAnImageIsTheStage() {
        assertEquals(List.of("debian:12"), buildKit("FROM debian:12 AS base\nFROM base\n", Map.of(), Optional.empty()));
    }

    @Test
    void aStageCannotTakeFromItselfOrALaterOne() {
        assertEquals(
                List.of("busybox", "later"),
                classic(
                        "FROM busybox AS a\nCOPY --from=later /x /x\nFROM scratch AS later\n",
                        Map.of(),
                        Optional.of("a")));
    }

    @Test
    void tellsThePlatformAndTheLine() {
        var base = Stages.of(Dockerfile.parse("ARG P=linux/arm64\n\nFROM --platform=$P busybox AS x\n"), Map.of())
                .neededByClassic(Optional.empty())
                .getFirst();

        assertEquals(Optional.of("linux/arm64"), base.platform());
        assertEquals(3, base.line());
        assertEquals("FROM --platform=$P busybox AS x", base.instruction());
    }

    @Test
    void thePlatformOfTheBuilderItselfIsNoneToAskFor() {
        var base = Stages.of(Dockerfile.parse("FROM --platform=$BUILDPLATFORM busybox\n"), Map.of())
                .neededByBuildKit(Optional.empty())
                .getFirst();

        assertEquals(Optional.empty(), base.platform());
    }

    @Test
    void onlyBuildKitNeedsTheFrontend() {
        var file = "# syntax=docker/dockerfile:1\nFROM busybox\n";

        assertEquals(List.of("docker/dockerfile:1", "busybox"), buildKit(file, Map.of(), Optional.empty()));
        assertEquals(List.of("busybox"), classic(file, Map.of(), Optional.empty()));
    }

    private static List<String> buildKit(String file, Map<String, String> args, Optional<String> target) {
        return names(Stages.of(Dockerfile.parse(file), args).neededByBuildKit(target));
    }

    private static List<String> classic(String file, Map<String, String> args, Optional<String> target) {
        return names(Stages.of(Dockerfile.parse(file), args).neededByClassic(target));
    }

    private static List<String> names(List<BaseImage> bases) {
        return bases.stream().map(base -> base.image().written()).toList();
    }
}
