// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/loadgenerator.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <stdexcept>
#include <string_view>

namespace run402::bench {
namespace {

using Clock = std::chrono::steady_clock;

int connectTo(int port)
{
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int yes = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        close(fd);
        throw std::runtime_error("cannot connect");
    }
    return fd;
}

/// Bytes of the first complete answer in `text`, 0 when it is not complete.
std::size_t answerSize(std::string_view text)
{
    const std::size_t head = text.find("\r\n\r\n");
    if (head == std::string_view::npos) {
        return 0;
    }
    std::size_t length = 0;
    const std::size_t at = text.substr(0, head).find("\r\nContent-Length: ");
    if (at != std::string_view::npos) {
        length = std::strtoul(text.data() + at + 18, nullptr, 10);
    }
    const std::size_t size = head + 4 + length;
    return text.size() >= size ? size : 0;
}

struct Client
{
    int fd = -1;
    std::string received;
    Clock::time_point sent;
};

void send(Client& client, const std::string& request)
{
    client.sent = Clock::now();
    if (::send(client.fd, request.data(), request.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(request.size())) {
        throw std::runtime_error("a request could not be sent");
    }
}

/// True when the answer is complete.
bool receive(Client& client)
{
    char piece[32768];
    const ssize_t got = recv(client.fd, piece, sizeof piece, 0);
    if (got <= 0) {
        throw std::runtime_error("the server closed a connection");
    }
    client.received.append(piece, static_cast<std::size_t>(got));
    const std::size_t size = answerSize(client.received);
    if (size == 0) {
        return false;
    }
    if (client.received.compare(0, 10, "HTTP/1.1 2") != 0) {
        throw std::runtime_error("answered " + client.received.substr(0, 300));
    }
    client.received.erase(0, size);
    return true;
}

} // namespace

std::string httpRequest(const std::string& method, const std::string& path, const std::string& headers,
                        const std::string& body, const std::string& host)
{
    return method + ' ' + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + headers +
           (body.empty() ? "" : "Content-Length: " + std::to_string(body.size()) + "\r\n") + "\r\n" + body;
}

std::string ask(int port, const std::string& request)
{
    Client client;
    client.fd = connectTo(port);
    send(client, request);
    std::string text;
    char piece[32768];
    while (answerSize(text) == 0) {
        const ssize_t got = recv(client.fd, piece, sizeof piece, 0);
        if (got <= 0) {
            break;
        }
        text.append(piece, static_cast<std::size_t>(got));
    }
    close(client.fd);
    if (text.compare(0, 10, "HTTP/1.1 2") != 0) {
        throw std::runtime_error("answered " + text.substr(0, 600));
    }
    return text.substr(text.find("\r\n\r\n") + 4);
}

Figures load(int port, const std::string& request, int connections, double seconds)
{
    const int poll = epoll_create1(EPOLL_CLOEXEC);
    std::vector<Client> clients(static_cast<std::size_t>(connections));
    for (Client& client : clients) {
        client.fd = connectTo(port);
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.ptr = &client;
        epoll_ctl(poll, EPOLL_CTL_ADD, client.fd, &event);
    }
    std::vector<double> times;
    times.reserve(1 << 20);
    const auto began = Clock::now();
    const auto end = began + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
    for (Client& client : clients) {
        send(client, request);
    }
    epoll_event events[64];
    Clock::time_point now = began;
    while (now < end) {
        const int ready = epoll_wait(poll, events, 64, 5000);
        if (ready <= 0) {
            throw std::runtime_error("no answer for five seconds");
        }
        for (int i = 0; i < ready; ++i) {
            Client& client = *static_cast<Client*>(events[i].data.ptr);
            if (receive(client)) {
                times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - client.sent).count());
                send(client, request);
            }
        }
        now = Clock::now();
    }
    for (const Client& client : clients) {
        close(client.fd);
    }
    close(poll);
    std::sort(times.begin(), times.end());
    const double took = std::chrono::duration<double>(now - began).count();
    return {static_cast<double>(times.size()) / took, times[times.size() / 2], times[times.size() * 99 / 100]};
}

} // namespace run402::bench
