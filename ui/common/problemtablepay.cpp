// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/problemtable.h"

#include <QtGlobal>

namespace run402 {

namespace {

#define N(text) QT_TRANSLATE_NOOP("Problem", text)

// Everything about money. Of an offer that is refused, the title says what that means and the second
// sentence what is wrong with it.
constexpr ProblemRow kRows[] = {
    {"amount.overflow", N("The amount is too large"), "", "", ""},
    {"amount.precision", N("Too many digits after the point"), N("The money used here has six at most."), "", ""},
    {"amount.syntax", N("This is not an amount"), N("Write digits and at most one point, like 0.10."), "", ""},
    {"budget.invalid", N("These limits cannot be used"), N("A limit must be zero or more, and the month at least as large as the day."), "", ""},
    {"chain.no_node", N("Balance not known"), N("No server for this network is set."), N("Set one in the settings."), "settings.open"},
    {"chain.unreadable", N("Balance not known"), N("The network's answer was not understood."), N("Try again in a moment."), "retry"},
    {"credit.insufficient", N("The credit does not cover this"), "", N("Add money first."), "wallet.fund"},
    {"faucet.wait", N("The free money comes once a day"), "", N("Try again later."), ""},
    {"payment.earlier_unknown", N("An earlier payment is still open"), N("It is not known whether it went through."), N("Check it first, so that nothing is paid twice."), "wallet.open"},
    {"payment.needs_person", N("This payment needs your yes"), N("No window was open to ask you."), N("Try again from the app."), "payment.review"},
    {"payment.none", N("There is no such payment"), N("It is not in the list of this computer."), "", ""},
    {"payment.offer_expired", N("The price was asked too long ago"), N("A payment is only signed for a fresh price."), N("Nothing was paid. Start again."), "retry"},
    {"payment.offer_unreadable", N("The price could not be read"), N("The server's payment request is not one this app knows."), N("Nothing was paid."), ""},
    {"payment.reconciling", N("The payments are being checked already"), "", N("Wait until it is done."), ""},
    {"payment.refused", N("The payment was refused"), N("The server did not take it."), N("Look at the payment before trying again."), "payment.review"},
    {"payment.required", N("This has to be paid for"), N("The server asks for a payment first."), N("Nothing is paid before you agree."), "payment.review"},
    {"payment.settlement_failed", N("The payment was not carried out"), N("The server could not move the money."), N("Check the payment before paying again."), "wallet.open"},
    {"payment.unclear", N("It is not known whether the payment went through"), N("It left this computer and no answer came back."), N("Check the wallet before paying again."), "wallet.open"},
    {"payment.unknown", N("It is not known whether the payment went through"), N("It left this computer and no answer came back."), N("Check the wallet before paying again."), "wallet.open"},
    {"receipt.unreadable", N("The receipt cannot be read"), N("The server's answer to the payment is not understood."), N("Check the wallet before paying again."), "wallet.open"},
    {"topup.address_refused", N("The checkout was not opened"), N("Its address is not one of the card company."), N("Nothing was charged. Tell the people who run the server."), ""},
    {"wallet.exists", N("This wallet is here already"), "", "", ""},
    {"wallet.key_mismatch", N("The stored key is of another wallet"), N("The keychain entry was changed or mixed up."), N("Import the wallet again."), "wallet.create"},
    {"wallet.none", N("There is no wallet yet"), "", N("Make or import one."), "wallet.create"},
    {"wallet.registry_damaged", N("The list of wallets cannot be read"), N("Its file was changed or cut short."), N("Import the wallet again. The keys are still in the keychain."), "wallet.create"},
    {"x402.accepts_missing", N("The payment request is malformed"), N("It does not say what may be paid with."), N("Nothing was signed. Tell the people who run the server."), ""},
    {"x402.accepts_not_list", N("The payment request is malformed"), N("It does not say what may be paid with."), N("Nothing was signed. Tell the people who run the server."), ""},
    {"x402.ambiguous", N("The prices contradict each other"), N("The server names two for the same money."), N("Nothing was signed."), ""},
    {"x402.amount_empty", N("The payment request is malformed"), N("The amount is empty."), N("Nothing was signed. Tell the people who run the server."), ""},
    {"x402.amount_fractional", N("The payment request is malformed"), N("The amount has a fraction of the smallest unit."), N("Nothing was signed. Tell the people who run the server."), ""},
    {"x402.amount_leading_zero", N("The payment request is malformed"), N("The amount begins with zeros."), N("Nothing was signed. Tell the people who run the server."), ""},
    {"x402.amount_missing", N("The payment request is malformed"), N("It has no amount."), N("Nothing was signed. Tell the people who run the server."), ""},
    {"x402.amount_not_decimal", N("The payment request is malformed"), N("The amount is not a number."), N("Nothing was signed. Tell the people who run the server."), ""},
    {"x402.amount_overflow", N("The payment request is malformed"), N("The amount is larger than any sum of money."), N("Nothing was signed. Tell the people who run the server."), ""},
    {"x402.amount_signed", N("The payment request is malformed"), N("The amount has a sign."), N("Nothing was signed. Tell the people who run the server."), ""},
    {"x402.amount_type", N("The payment request is malformed"), N("The amount is not written as agreed."), N("Nothing was signed. Tell the people who run the server."), ""},
    {"x402.amount_zero", N("The payment request is malformed"), N("The amount is zero."), N("Nothing was signed. Tell the people who run the server."), ""},
    {"x402.asset_checksum", N("The payment request is malformed"), N("The address of the money has a typing error."), N("Nothing was signed. Tell the people who run the server."), ""},
    {"x402.asset_malformed", N("The payment request is malformed"), N("The address of the money is not one."), N("Nothing was signed. Tell the people who run the server."), ""},
    {"x402.asset_missing", N("The payment request is malformed"), N("It does not say which money."), N("Nothing was signed. Tell the people who run the server."), ""},
    {"x402.asset_unknown", N("Unknown kind of money"), N("The server asks for a token that is not on the built-in list."), N("Nothing was signed."), ""},
    {"x402.asset_wrong_network", N("The money belongs to another network"), "", N("Nothing was signed."), ""},
    {"x402.dearer_than_quoted", N("It costs more than shown before"), N("The server raised the price after you looked."), N("Nothing was signed. Look at the new price."), "payment.review"},
    {"x402.decimals_mismatch", N("The amount is written in another unit"), N("It would be read wrongly."), N("Nothing was signed."), ""},
    {"x402.declined", N("You said no to this payment"), "", "", ""},
    {"x402.domain_missing", N("The payment request is malformed"), N("It does not name the money fully."), N("Nothing was signed. Tell the people who run the server."), ""},
    {"x402.domain_name", N("The money has another name"), N("The server calls it otherwise than it is known."), N("Nothing was signed."), ""},
    {"x402.domain_version", N("The money has another version"), N("The server gives one that is not known."), N("Nothing was signed."), ""},
    {"x402.header_base64", N("The payment request is malformed"), N("It is not encoded as agreed."), N("Nothing was signed. Tell the people who run the server."), ""},
    {"x402.header_duplicate_key", N("The payment request is malformed"), N("It names one field twice, so its meaning is unclear."), N("Nothing was signed. Tell the people who run the server."), ""},
    {"x402.header_json", N("The payment request is malformed"), N("It is not valid JSON."), N("Nothing was signed. Tell the people who run the server."), ""},
    {"x402.header_not_object", N("The payment request is malformed"), N("It is not what a payment request looks like."), N("Nothing was signed. Tell the people who run the server."), ""},
    {"x402.header_too_deep", N("The payment request is malformed"), N("It has too many parts inside each other."), N("Nothing was signed. Tell the people who run the server."), ""},
    {"x402.header_too_large", N("The payment request is malformed"), N("It is larger than this app reads."), N("Nothing was signed. Tell the people who run the server."), ""},
    {"x402.header_utf8", N("The payment request is malformed"), N("It is not readable text."), N("Nothing was signed. Tell the people who run the server."), ""},
    {"x402.host_loopback", N("Real wallets do not pay this computer"), N("A server here is for trying things out."), N("Nothing was signed. Use the sandbox."), ""},
    {"x402.host_not_allowed", N("This server may not be paid"), N("It is not on the list of recipients in your budget."), N("Nothing was signed."), "budget.open"},
    {"x402.host_not_loopback", N("The sandbox pays only this computer"), N("This server is elsewhere."), N("Nothing was signed."), ""},
    {"x402.insecure_transport", N("Not paid over an open connection"), N("Payments go over TLS only."), N("Nothing was signed."), ""},
    {"x402.key_is_sandbox", N("The sandbox wallet signs only in the sandbox"), N("It holds play money."), N("Nothing was signed. Choose your own wallet."), "wallet.open"},
    {"x402.key_not_sandbox", N("Only the sandbox wallet signs here"), N("Another wallet was chosen."), N("Nothing was signed."), ""},
    {"x402.network_missing", N("The payment request is malformed"), N("It does not say on which network."), N("Nothing was signed. Tell the people who run the server."), ""},
    {"x402.network_not_allowed", N("The wrong network for this environment"), N("The payment belongs to another environment than the one chosen."), N("Nothing was signed."), ""},
    {"x402.network_unknown", N("Unknown network"), N("This app does not know the network the server asks for."), N("Nothing was signed."), ""},
    {"x402.no_offer", N("The server names no price"), N("It asks for a payment without saying how much."), N("Nothing was signed."), ""},
    {"x402.not_funded", N("The wallet does not hold enough"), "", N("Add money first."), "wallet.fund"},
    {"x402.offer_not_object", N("The payment request is malformed"), N("One of its alternatives is not readable."), N("Nothing was signed. Tell the people who run the server."), ""},
    {"x402.over_cap", N("Over the limit for one payment"), N("Your budget does not allow this amount."), "", "budget.open"},
    {"x402.over_day_cap", N("Over the budget of the day"), N("Your budget does not allow this amount."), "", "budget.open"},
    {"x402.over_month_cap", N("Over the budget of the month"), N("Your budget does not allow this amount."), "", "budget.open"},
    {"x402.pay_to_changed", N("The recipient changed"), N("It is not the one of the earlier quote."), N("Nothing was signed."), ""},
    {"x402.pay_to_checksum", N("The payment request is malformed"), N("The recipient's address has a typing error."), N("Nothing was signed. Tell the people who run the server."), ""},
    {"x402.pay_to_length", N("The payment request is malformed"), N("The recipient's address has the wrong length."), N("Nothing was signed. Tell the people who run the server."), ""},
    {"x402.pay_to_missing", N("The payment request is malformed"), N("It names no recipient."), N("Nothing was signed. Tell the people who run the server."), ""},
    {"x402.pay_to_not_hex", N("The payment request is malformed"), N("The recipient's address has wrong characters."), N("Nothing was signed. Tell the people who run the server."), ""},
    {"x402.pay_to_token", N("The money would be lost"), N("The recipient is the token itself."), N("Nothing was signed."), ""},
    {"x402.pay_to_zero", N("Nobody would get this money"), N("The recipient is the empty address."), N("Nothing was signed."), ""},
    {"x402.payment_too_large", N("The payment does not fit the request"), "", N("Nothing was signed."), ""},
    {"x402.plan_mismatch", N("The wallet is not the one of the question"), N("Another one was chosen in the meantime."), N("Nothing was signed. Start again."), "retry"},
    {"x402.rail_unsupported", N("This network cannot be used here"), N("Its money cannot be paid in this way."), N("Nothing was signed."), ""},
    {"x402.resource_host", N("The payment is for another server"), N("It is not the one that was asked."), N("Nothing was signed."), ""},
    {"x402.resource_malformed", N("The payment request is malformed"), N("What it is for is not a web address."), N("Nothing was signed. Tell the people who run the server."), ""},
    {"x402.resource_missing", N("The payment request is malformed"), N("It does not say what it is for."), N("Nothing was signed. Tell the people who run the server."), ""},
    {"x402.scheme_missing", N("The payment request is malformed"), N("It does not say how to pay."), N("Nothing was signed. Tell the people who run the server."), ""},
    {"x402.scheme_unsupported", N("This way to pay is not supported"), N("This app pays exact amounts only."), N("Nothing was signed."), ""},
    {"x402.sign_in_only", N("Nothing to pay here"), N("The server wants a sign-in with the wallet instead."), "", "retry"},
    {"x402.timeout_missing", N("The payment request is malformed"), N("It does not say how long the payment may take."), N("Nothing was signed. Tell the people who run the server."), ""},
    {"x402.timeout_not_positive", N("The payment request is malformed"), N("Its time limit is over already."), N("Nothing was signed. Tell the people who run the server."), ""},
    {"x402.timeout_too_long", N("The payment would stay valid for too long"), N("A signature is given for a short time only."), N("Nothing was signed."), ""},
    {"x402.timeout_type", N("The payment request is malformed"), N("Its time limit is not a number."), N("Nothing was signed. Tell the people who run the server."), ""},
    {"x402.too_many_offers", N("The payment request is malformed"), N("It has too many alternatives."), N("Nothing was signed. Tell the people who run the server."), ""},
    {"x402.transfer_method", N("This kind of signature is not given"), N("The server asks for more than a single transfer."), N("Nothing was signed."), ""},
    {"x402.version_unknown", N("The payment request is of a version this app does not know"), "", N("Nothing was signed. A newer app may know it."), ""},
};

#undef N

} // namespace

std::span<const ProblemRow> paymentProblems()
{
    return kRows;
}

} // namespace run402
