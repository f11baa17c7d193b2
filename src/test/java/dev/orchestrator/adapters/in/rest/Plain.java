package dev.orchestrator.adapters.in.rest;

import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;

/** REST Assured without its own ideas about content types. */
final class Plain {
    static final RestAssuredConfig HTTP = RestAssuredConfig.config()
            .encoderConfig(EncoderConfig.encoderConfig()
                    .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                    .encodeContentTypeAs("application/vnd.workflow+json", io.restassured.http.ContentType.TEXT)
                    .encodeContentTypeAs("application/octet-stream", io.restassured.http.ContentType.BINARY));

    private Plain() {}
}
