// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// The codes a Problem of the services can carry. ui/common/problemtext.h has words for each.
/// Where the table says "details", Problem::details holds these keys.
///
/// Transport (services/net/transport.h): net.refused net.reset net.timeout net.dns net.tls net.offline
///   net.redirect net.reply_too_large net.cut_short net.failed cancelled
/// Protocol: protocol.not_json protocol.html protocol.field_missing protocol.field_type (details: pointer,
///   expected) http.no_route (HTML 404 or ROUTE_NOT_FOUND: this service does not have the function)
/// Unsorted answers: request.invalid (400, 422) request.too_large (413) request.encoding (415)
///   not_found (404) conflict (409) auth.refused (401) access.denied (403) http.<status>
///
/// 402, told apart as contract.md §8.4 says:
///   payment.required (details: offer, the decoded header) payment.refused (details: reason)
///   payment.offer_unreadable payment.settlement_failed (details: reason; mutation Unknown: read the tier
///   status before trying again) payment.unknown (made by the payment flow)
///   auth.sign_in_refused tier.none lease.expired quota.api_calls quota.storage (details: usage)
///   credit.insufficient payment.unclear
/// Other limits: quota.functions quota.secrets quota.exceeded tier.downgrade_too_big tier.unknown
///   busy.rate_limit faucet.wait (details: retryAfter, seconds) busy.no_slots busy.unavailable
///   demo.blocked demo.limit (details: code, limit_type, current, max, fork, resets_at, retryAfter)
///   demo.resetting (details: retryAfter) function.deploying service.not_configured
/// Identity: wallet.none keys.missing auth.key_missing auth.key_refused auth.token_missing auth.token_refused
///   auth.token_expired auth.wrong_project auth.needs_service_key auth.admin_required auth.not_owner
///   auth.credentials auth.user_exists auth.step_up keys.not_recoverable
/// Things: project.not_found project.inactive release.not_found address.not_found address.taken
///   address.invalid address.foreign function.not_found function.failed secret_name.not_found
///   object.not_found objects.list_unavailable market.not_found market.fork_denied market.unsupported
///   image.refused image.failed image.timeout
/// Database: sql.error sql.blocked (details: pattern, hint) rest.error rest.denied rest.conflict
///   rest.not_found (details: code, hint, details of the engine)
/// Deploy: deploy.empty deploy.no_index deploy.path_invalid deploy.path_duplicate deploy.file_unreadable
///   deploy.file_changed deploy.too_large deploy.temp_failed (details: path; nothing was sent)
///   deploy.steps_left (details: step) promote.partial (details: moved, failed; mutation Applied)
/// Starters: starter.invalid starter.unreadable (details: slug, file) starter.interrupted
/// Gateway: gateway.read_only chain.unreadable chain.wrong_answer
/// Server: server.error server.bad_gateway server.timeout
/// Import: import.unreadable import.too_large import.not_json import.no_wallet import.key_invalid
/// Local: store.registry_failed secret.* (services/secrets/secretstore.h)
/// Generation 2, when a code has no equal here: service.<code in lower case>
///
/// Action codes in Problem::nextActions: pay sign_in tier.subscribe tier.renew tier.upgrade wait
///   market.fork gateway.detect keys.import
