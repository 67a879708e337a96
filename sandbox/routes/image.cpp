// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/image.h"
#include "sandbox/app.h"
#include "sandbox/pay/payment.h"
#include "sandbox/routes/areas.h"
#include "sandbox/text.h"

namespace run402::sandbox {
namespace {

constexpr std::int64_t kPriceMicros = 30000;
constexpr std::size_t kMaxPrompt = 1000; // characters

/// The picture the replayer expects from the stand-in model: one pixel.
constexpr const char* kStandIn =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

struct Aspect
{
    const char* name;
    int width;
    int height;
};
constexpr Aspect kAspects[] = {{"square", 512, 512}, {"landscape", 640, 360}, {"portrait", 360, 640}};

std::size_t characters(const std::string& text)
{
    std::size_t count = 0;
    for (const char c : text) {
        count += (static_cast<unsigned char>(c) & 0xc0) != 0x80 ? 1 : 0;
    }
    return count;
}

/// Answers of the stand-in model that a prompt can ask for under --control.
void steer(const std::string& prompt)
{
    const auto asks = [&](const char* word) { return prompt.find(word) != std::string::npos; };
    if (asks("[stub:refuse")) {
        refuse(422, "image generation refused by model");
    }
    if (asks("[stub:slow]")) {
        refuse(504, "image generation timed out");
    }
    if (asks("[stub:down]") || asks("[stub:empty]")) {
        refuse(502, "image generation failed");
    }
}

Response draw(const App& app, const Request& request)
{
    const std::string prompt = trim(textMember(request.json, "prompt").value_or(""));
    if (prompt.empty()) {
        refuse(400, "prompt is required");
    }
    if (characters(prompt) > kMaxPrompt) {
        refuse(400, "prompt must be 1000 characters or less");
    }
    const Json* asked = member(request.json, "aspect");
    for (const Aspect& aspect : kAspects) {
        if (asked == nullptr || asked->is_null() || *asked == aspect.name) {
            if (app.options.control) {
                steer(prompt);
            }
            const std::string image =
                app.options.control ? kStandIn : base64(drawPng(prompt, aspect.width, aspect.height));
            return Response::json(200,
                                  {{"image", image}, {"content_type", "image/png"}, {"aspect", aspect.name}});
        }
    }
    refuse(400, "invalid aspect, must be one of: square, landscape, portrait");
}

Json bazaar()
{
    static const Json extension =
        *parseJson(R"json({"info":{"input":{"type":"http","bodyType":"json","body":{},
"method":"POST"},"output":{"type":"json","example":{"image":"<base64 PNG data>","content_type":"image/png",
"aspect":"square"}}},"schema":{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",
"properties":{"input":{"type":"object","properties":{"type":{"type":"string","const":"http"},
"method":{"type":"string","enum":["POST"]},"bodyType":{"type":"string","enum":["json","form-data","text"]},
"body":{"type":"object","properties":{"prompt":{"type":"string","description":"Text prompt for image generation"},
"aspect":{"type":"string","enum":["square","landscape","portrait"],
"description":"Aspect ratio (default: square)"}},"required":["prompt"]}},
"required":["type","bodyType","body","method"],"additionalProperties":false},"output":{"type":"object",
"properties":{"type":{"type":"string"},"example":{"type":"object"}},"required":["type"]}},"required":["input"]}})json");
    return extension;
}

Response generate(App& app, Request& request)
{
    Price price;
    price.sku = "image";
    price.micros = kPriceMicros;
    price.description = "Generate an image from a text prompt ($0.03 USDC)";
    price.bazaar = bazaar();
    return payAndRun(
        app, request, price, [](const PaymentHeader&) { return Json::object(); },
        [&](PgTransaction&, const std::string&) {
            try {
                return draw(app, request);
            } catch (Refused& refused) {
                return std::move(refused.response); // an error answer is not charged
            }
        });
}

} // namespace

void addImageRoutes(App& app)
{
    app.router.add({"GET", "/generate-image/v1", [](Request&) {
                        return Response::json(
                            200,
                            {{"description", "Generate an image from a text prompt"},
                             {"price", "$0.03"},
                             {"method", "POST"},
                             {"body",
                              {{"prompt", "string (required, max 1000 chars)"},
                               {"aspect", "string (optional, one of: square, landscape, portrait; default: "
                                          "square)"}}}});
                    }});
    Route route{"POST", "/generate-image/v1", [&app](Request& r) { return generate(app, r); }};
    route.idempotent = true;
    app.router.add(std::move(route));
}

} // namespace run402::sandbox
