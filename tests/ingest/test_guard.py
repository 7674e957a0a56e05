"""The guard: only addresses of the public internet, each name looked up once."""

from collections.abc import Sequence
from ipaddress import ip_address

import pytest

from bot.errors import FetchFailed
from bot.ingest.guard import Guard, is_public
from bot.model.link import Fault


@pytest.mark.parametrize(
    "address",
    [
        *("0.0.0.0", "0.1.2.3", "10.1.2.3", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.9.9.9"),
        *("169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1"),
        *("192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.7", "224.0.0.1"),
        *("239.255.255.250", "240.0.0.1", "255.255.255.255"),
        *("::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1"),
        *("64:ff9b::808:808", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::"),
        *("2002:808:808::1", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0"),
        *("fec0::1", "ff02::1", "2606:4700::1111%eth0"),
    ],
)
def test_an_address_that_is_not_public_is_no_place_to_go(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "1.1.1.1", "151.101.1.1", "2606:4700::1111", "2a00:1450:4001::8a"]
)
def test_an_address_of_the_public_internet_is(address: str) -> None:
    assert is_public(ip_address(address))


def names(*answers: str) -> Guard:
    async def resolve(_: str) -> Sequence[str]:
        return answers

    return Guard(resolve)


async def test_a_name_for_a_private_address_is_refused() -> None:
    with pytest.raises(FetchFailed) as refused:
        await names("10.0.0.1").addresses("intranet.example")

    assert refused.value.fault == Fault.PRIVATE


async def test_a_name_for_a_public_and_a_private_address_is_refused() -> None:
    with pytest.raises(FetchFailed) as refused:
        await names("8.8.8.8", "127.0.0.1").addresses("both.example")

    assert refused.value.fault == Fault.PRIVATE


@pytest.mark.parametrize("number", ["127.0.0.1", "::1", "::ffff:127.0.0.1", "169.254.169.254"])
async def test_a_host_that_is_a_number_is_checked_like_any_other(number: str) -> None:
    with pytest.raises(FetchFailed) as refused:
        await names("8.8.8.8").addresses(number)

    assert refused.value.fault == Fault.PRIVATE


@pytest.mark.parametrize("answers", [(), ("no number",)])
async def test_a_name_that_nobody_knows_is_said_to_be_unknown(answers: Sequence[str]) -> None:
    with pytest.raises(FetchFailed) as refused:
        await names(*answers).addresses("nowhere.example")

    assert refused.value.fault == Fault.UNKNOWN_HOST


async def test_a_public_name_gives_its_addresses_in_order() -> None:
    found = await names("2606:4700::1111", "1.1.1.1", "1.1.1.1", "1.0.0.1", "8.8.8.8").addresses("a.example")

    assert [str(address) for address in found] == ["2606:4700::1111", "1.1.1.1", "1.0.0.1"]
